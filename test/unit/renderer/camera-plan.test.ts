import { describe, expect, it } from 'vitest';
import {
  chooseDevice,
  laneShares,
  planCameras,
  planLanes,
  workingState,
  type CameraSettings,
} from '../../../renderer/vision/camera-plan.ts';

const settings: CameraSettings = { visible: 'Front', infrared: 'IR', isReplay: false, replayLayout: 'visible' };

describe('planCameras', () => {
  it('opens a device for each configured camera', () => {
    expect(planCameras(settings).map(({ wanted }) => wanted)).toEqual(['Front', 'IR']);
    expect(planCameras({ ...settings, infrared: null }).map(({ wanted }) => wanted)).toEqual(['Front']);
  });

  it('opens one device for a replay of both, and splits it', () => {
    expect(planCameras({ ...settings, isReplay: true, replayLayout: 'visible-infrared' })).toEqual([
      {
        wanted: null,
        isReplay: true,
        pictures: [
          { role: 'visible', half: 'left' },
          { role: 'infrared', half: 'right' },
        ],
      },
    ]);
  });

  it('has no infrared picture in a replay of the visible one', () => {
    const [plan, ...others] = planCameras({ ...settings, isReplay: true });
    expect(plan?.pictures).toEqual([{ role: 'visible', half: 'whole' }]);
    expect(others).toEqual([]);
  });
});

describe('planLanes', () => {
  const sight = (visible: string, infrared: string | null) => ({
    cameras: { ...settings, visible, infrared },
    liveness: { mode: 'off' as const, baselineMm: 40, calibration: null },
  });
  const second = { ...sight('Right', 'IR 2'), directions: ['in', 'out'] as ['in', 'out'] };

  it('opens the devices of both lanes, and each lane gets its own', () => {
    const plans = planLanes({ ...sight('Front', 'IR'), second });
    expect(plans.map(({ wanted }) => wanted)).toEqual(['Front', 'IR', 'Right', 'IR 2']);
    expect(plans.flatMap(laneShares)).toEqual([
      { lane: 1, visible: 'whole', infrared: null },
      { lane: 1, visible: null, infrared: 'whole' },
      { lane: 2, visible: 'whole', infrared: null },
      { lane: 2, visible: null, infrared: 'whole' },
    ]);
  });

  it('opens one device for a replay of both lanes, the second on the right', () => {
    const cameras = { ...settings, isReplay: true, replayLayout: 'two-lanes' as const };
    const [plan, ...others] = planLanes({ cameras, second });
    expect(others).toEqual([]);
    expect(plan && laneShares(plan)).toEqual([
      { lane: 1, visible: 'left', infrared: null },
      { lane: 2, visible: 'right', infrared: null },
    ]);
    expect(planLanes({ cameras }).flatMap(laneShares)).toEqual([{ lane: 1, visible: 'left', infrared: null }]);
  });

  it('opens one device for a replay of both lanes with infrared, four pictures in a row', () => {
    const cameras = { ...settings, isReplay: true, replayLayout: 'two-lanes-infrared' as const };
    expect(planLanes({ cameras, second }).flatMap(laneShares)).toEqual([
      { lane: 1, visible: 'first', infrared: 'second' },
      { lane: 2, visible: 'third', infrared: 'fourth' },
    ]);
    expect(planLanes({ cameras }).flatMap(laneShares)).toEqual([{ lane: 1, visible: 'first', infrared: 'second' }]);
  });

  it('gives both pictures of one device to the lane whose they are', () => {
    const [plan] = planLanes({ cameras: { ...settings, isReplay: true, replayLayout: 'visible-infrared' } });
    expect(plan && laneShares(plan)).toEqual([{ lane: 1, visible: 'left', infrared: 'right' }]);
  });
});

describe('workingState', () => {
  it('less than two megapixels are told, 1920×1080 are enough', () => {
    expect([0.31, 0.92, 1.99].map((megapixels) => workingState(false, megapixels))).toEqual(
      Array.from({ length: 3 }, () => 'lowResolution'),
    );
    expect(workingState(false, (1920 * 1080) / 1e6)).toBe('ok');
  });

  it('a replay is a replay whatever its size', () => {
    expect(workingState(true, 0.31)).toBe('replay');
  });
});

describe('chooseDevice', () => {
  const devices = [
    { deviceId: 'a', label: 'USB Front camera 2 (1bcf:2c99)' },
    { deviceId: 'b', label: 'Front camera' },
    { deviceId: 'Front camera 3', label: 'Other' },
  ];

  it.each([
    ['Front camera 3', 'Front camera 3'],
    ['Front camera', 'b'],
    ['usb front', 'a'],
  ])('prefers id, then label, then part of a label: %s → %s', (wanted, deviceId) => {
    expect(chooseDevice(devices, wanted)?.deviceId).toBe(deviceId);
  });

  it('takes no other camera instead of the one that is missing', () => {
    expect(chooseDevice(devices, 'IR camera')).toBeNull();
    expect(chooseDevice(devices, '  ')).toBeNull();
  });

  it('takes any device when none is named', () => {
    expect(chooseDevice(devices, null)?.deviceId).toBe('a');
    expect(chooseDevice([], null)).toBeNull();
  });
});
