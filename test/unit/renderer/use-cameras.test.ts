import { expect, it } from 'vitest';
import { namedCameras } from '../../../renderer/admin/setup/use-cameras.ts';

const camera = (label: string, deviceId: string) => ({ kind: 'videoinput', label, deviceId }) as const;

it('a camera goes by its name, two of one make by their ids and a number', () => {
  const devices = [camera('USB Camera', 'a1'), camera('IR', 'b2'), camera('USB Camera', 'c3')];
  expect(namedCameras([...devices, { kind: 'audioinput', label: 'Microphone', deviceId: 'd4' }])).toEqual([
    { value: 'a1', words: 'USB Camera (1)' },
    { value: 'IR', words: 'IR' },
    { value: 'c3', words: 'USB Camera (2)' },
  ]);
});

it('a camera whose name may not be read yet is not offered', () => {
  expect(namedCameras([camera('', 'a1')])).toEqual([]);
});
