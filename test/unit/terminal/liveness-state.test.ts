import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { LivenessState } from '../../../src/terminal/liveness-state.ts';
import { StatusBoard } from '../../../src/terminal/status-board.ts';

const MINUTE_MS = 60_000;

function scene(liveness: Partial<Config['liveness']> = {}, infrared: string | null = 'IR camera') {
  const time = { ms: 1_000_000 };
  const clock = { now: () => time.ms, monotonic: () => time.ms };
  const counts = () => ({ workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 });
  const board = new StatusBoard({ clock, log: silentLog, version: '1', sn: '', direction: 'in', counts });
  const config = Config.parse({ cameras: { infrared }, liveness });
  const state = new LivenessState({ config, board, clock, log: silentLog });
  return { state, board, time, shown: () => board.snapshot().areas['liveness'] };
}

describe('the state of liveness', () => {
  it('is not available before recognition runs and while the infrared camera gives no picture', () => {
    const { state, board, shown } = scene();
    expect(shown()?.state).toBe('notAvailable');
    state.ready(true);
    board.set('cameraInfrared', 'ok');
    state.show();
    expect(shown()?.state).toBe('ok');
    board.set('cameraInfrared', 'frozen');
    state.show();
    expect(shown()).toMatchObject({ state: 'notAvailable', detail: 'cameraInfrared.frozen' });
  });

  it('is a challenge where no infrared camera is configured, and off when it is switched off', () => {
    const without = scene({}, null);
    without.state.ready(true);
    expect(without.shown()?.state).toBe('challenge');
    const off = scene({ mode: 'off' });
    off.state.ready(true);
    off.state.attacked();
    expect(off.shown()?.state).toBe('off');
  });

  it('raises the alarm at the third attack within ten minutes and ends it ten minutes after the last', () => {
    const { state, shown, time } = scene({}, null);
    state.ready(true);
    state.attacked();
    time.ms += 9 * MINUTE_MS;
    state.attacked();
    time.ms += 2 * MINUTE_MS;
    state.attacked();
    expect(shown()?.state).toBe('challenge');
    state.attacked();
    expect(shown()?.state).toBe('underAttack');
    time.ms += 10 * MINUTE_MS - 1;
    state.show();
    expect(shown()?.state).toBe('underAttack');
    time.ms += 1;
    state.show();
    expect(shown()?.state).toBe('challenge');
  });
});
