import { within, type Random } from './chance.ts';
import { rotationOf, type Pose } from './geometry.ts';
import { pose, sway } from './parameters.ts';

/** One slow movement back and forth. */
function wave(amplitude: number, periodMs: number, random: Random): (atMs: number) => number {
  const phase = 2 * Math.PI * random();
  return (atMs) => amplitude * Math.sin(phase + (2 * Math.PI * atMs) / periodMs);
}

/** Where the thing is at each moment of a track: it begins at `depthMm`, held in a hand or on a neck. */
export function movementOf(style: 'live' | 'copy', depthMm: number, rollRadians: number, random: Random): (atMs: number) => Pose {
  const moves = sway[style];
  const swing = (span: readonly [number, number]) => wave(within(span, random), within(moves.periodMs, random), random);
  const tilt = pose[style].tiltDeg;
  const tilts = [within(tilt, random), within(tilt, random)] as const;
  const [x, y, z] = [swing(moves.shiftMm), swing(moves.shiftMm), swing(moves.shiftMm)];
  const [yaw, pitch, roll] = [swing(moves.yawDeg), swing(moves.pitchDeg), swing(moves.rollDeg)];
  return (atMs) => ({
    rotation: rotationOf(tilts[0] + yaw(atMs), tilts[1] + pitch(atMs), (rollRadians * 180) / Math.PI + roll(atMs)),
    position: [x(atMs), y(atMs), depthMm + z(atMs)],
  });
}
