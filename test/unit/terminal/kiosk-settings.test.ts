import { expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { kioskSettings } from '../../../src/terminal/kiosk-settings.ts';

const settings = (cameras: object, liveness: object = {}) =>
  kioskSettings(Config.parse({ cameras: { visible: 'Front', ...cameras }, liveness })).liveness;

it('without a choice, infrared is used where there is such a camera, and a challenge elsewhere', () => {
  expect(settings({ infrared: 'IR' }).mode).toBe('infrared');
  expect(settings({ infrared: null }).mode).toBe('challenge');
  expect(settings({ infrared: 'IR', replay: 'clip.mjpeg', replayLayout: 'visible' }).mode).toBe('challenge');
  expect(settings({ infrared: 'IR', replay: 'clip.mjpeg', replayLayout: 'visible-infrared' }).mode).toBe('infrared');
});

it('a choice is kept, whatever cameras there are', () => {
  expect(settings({ infrared: null }, { mode: 'infrared' }).mode).toBe('infrared');
  expect(settings({ infrared: 'IR' }, { mode: 'off' }).mode).toBe('off');
});

it('the page learns of a second lane only where there is one, and of its own cameras and liveness', () => {
  expect(kioskSettings(Config.parse({}))).not.toHaveProperty('second');
  const config = Config.parse({
    cameras: { infrared: 'IR' },
    lanes: { second: { enabled: true, cameras: { visible: 'Right' } } },
  });
  expect(kioskSettings(config)).toMatchObject({
    liveness: { mode: 'infrared' },
    second: { cameras: { visible: 'Right', infrared: null }, liveness: { mode: 'challenge' }, directions: ['in', 'out'] },
  });
});

it('the page learns of each lane what was calibrated there', () => {
  const config = Config.parse({ lanes: { second: { enabled: true, cameras: { visible: 'Right', infrared: 'Right IR' } } } });
  const calibration = { scale: 1, shiftX: 0, shiftY: 0, slope: -0.3, error: 0, learnedAtMs: 7 };
  const told = kioskSettings(config, (lane, { visible }) => (lane === 2 && visible === 'Right' ? calibration : null));
  expect([told.liveness.calibration, told.second?.liveness.calibration]).toEqual([null, calibration]);
});

it('the page learns how far the lenses are apart and what was calibrated', () => {
  expect(settings({ infrared: 'IR' }, { baselineMm: 65 })).toMatchObject({ baselineMm: 65, calibration: null });
});
