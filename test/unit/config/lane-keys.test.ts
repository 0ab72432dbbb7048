import { expect, it } from 'vitest';
import { describeConfig } from '../../../src/config/describe-config.ts';
import { firstLaneKey, secondLaneKey } from '../../../src/shared/lanes.ts';

const keys = describeConfig().map(({ key }) => key);
const ofSecond = keys.filter((key) => key.startsWith('lanes.second.') && key !== 'lanes.second.enabled');

it('every setting of the second lane is one of the first under another name, and back', () => {
  expect(ofSecond.length).toBeGreaterThan(50);
  expect(ofSecond.filter((key) => !keys.includes(firstLaneKey(key)) || secondLaneKey(firstLaneKey(key)) !== key)).toEqual([]);
});

it('what both lanes share has no second name', () => {
  const shared = ['device.sn', 'attendance.opensWith', 'liveness.mode', 'readers.qr.place', 'recognition.threshold'];
  expect(shared.map((key) => [secondLaneKey(key), firstLaneKey(key)])).toEqual(shared.map((key) => [null, key]));
});
