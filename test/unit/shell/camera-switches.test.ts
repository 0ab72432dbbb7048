import { describe, expect, it } from 'vitest';
import { appendSwitches, cameraSwitches } from '../../../src/shell/camera-switches.ts';

const commandLine = (replayFile: string | null): string[] => {
  const line: string[] = [];
  appendSwitches({ appendSwitch: (...words) => void line.push(words.join('=')) }, cameraSwitches(replayFile));
  return line;
};

describe('Chromium’s switches', () => {
  it('let sound play without a touch, with cameras and with a replay', () => {
    for (const file of [null, '/srv/clip.mjpeg']) expect(commandLine(file)).toContain('autoplay-policy=no-user-gesture-required');
  });

  it('put the file in place of the cameras in a replay', () => {
    expect(commandLine('/srv/clip.mjpeg')).toEqual(
      expect.arrayContaining([
        'use-fake-device-for-media-stream',
        'use-file-for-fake-video-capture=/srv/clip.mjpeg',
        'use-fake-ui-for-media-stream',
      ]),
    );
  });

  it('never fake a camera or a permission without a replay', () => {
    expect(commandLine(null).filter((word) => word.includes('fake'))).toEqual([]);
  });
});
