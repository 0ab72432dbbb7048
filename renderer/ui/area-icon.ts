import type { Area, OwnArea } from '../../src/shared/status.ts';
import { firstLaneArea } from '../../src/shared/lanes.ts';
import type { IconName } from './Icon.tsx';

const icons: Readonly<Record<OwnArea, IconName>> = {
  terminal: 'service',
  gate: 'gate',
  gateMode: 'gate',
  inputs: 'chip',
  door: 'gate',
  tamper: 'shield',
  cameraVisible: 'camera',
  cameraInfrared: 'camera',
  recognition: 'chip',
  vision: 'chip',
  liveness: 'shield',
  network: 'network',
  platform: 'cloud',
  speech: 'voice',
  disk: 'disk',
  clock: 'clock',
  screen: 'screen',
  update: 'chip',
};

const isOwn = (area: string): area is OwnArea => area in icons;

/** The shape that stands for a state; the mode of the terminal has shapes of its own. */
export function areaIcon(area: Area, state: string): IconName {
  if (state === 'demo') return 'demo';
  if (state === 'replay') return 'replay';
  const own = firstLaneArea(area);
  return isOwn(own) ? icons[own] : 'chip';
}
