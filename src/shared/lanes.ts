import { z } from 'zod';

/** The lanes of one terminal. Lane one is what a terminal with a single lane has. */
export const laneNumbers = [1, 2] as const;
export type LaneNumber = (typeof laneNumbers)[number];
export const LaneNumber = z.literal([...laneNumbers]);

/** What the audit log names of an act on a lane; null: the first, which need not be told from others. */
export const laneSubject = (lane: LaneNumber): string | null => (lane === 1 ? null : `lane ${String(lane)}`);

const second = 'lanes.second.';

/** Settings of the second lane by what they are called there; lane one has each under a name of its own. */
const names: readonly (readonly [ofSecond: string, ofFirst: string])[] = [
  ['direction', 'device.direction'],
  ['baselineMm', 'liveness.baselineMm'],
  ['cameras', 'cameras'],
  ['turnstile', 'turnstile'],
  ['inputs', 'inputs'],
  ['readers.card', 'readers.card.first'],
  ['readers.identityCard', 'readers.identityCard'],
];

const renamed = (key: string, from: string, to: string): string | null =>
  key === from || key.startsWith(`${from}.`) ? to + key.slice(from.length) : null;

/** The setting of lane one that means the same: `turnstile.coil` for `lanes.second.turnstile.coil`. Any other key as it is. */
export function firstLaneKey(key: string): string {
  if (!key.startsWith(second)) return key;
  const inner = key.slice(second.length);
  return names.map(([ofSecond, ofFirst]) => renamed(inner, ofSecond, ofFirst)).find((found) => found !== null) ?? key;
}

/** The setting of lane two that means the same; null: both lanes share this one. */
export function secondLaneKey(key: string): string | null {
  const found = names
    .map(([ofSecond, ofFirst]) => renamed(key, ofFirst, second + ofSecond))
    .find((renaming) => renaming !== null);
  return found ?? null;
}

/** Areas of the status that each lane has for itself. */
export const laneAreas = [
  'gate',
  'gateMode',
  'inputs',
  'door',
  'tamper',
  'cameraVisible',
  'cameraInfrared',
  'vision',
  'liveness',
] as const;
export type LaneArea = (typeof laneAreas)[number];

/** What the area is called for the second lane: `gate2`; null: both lanes have one. */
export const secondLaneArea = (area: string): `${LaneArea}2` | null => {
  const own = laneAreas.find((known) => known === area);
  return own === undefined ? null : `${own}2`;
};

/** The area as lane one has it. */
export const firstLaneArea = (area: string): string => (isSecondLaneArea(area) ? area.slice(0, -1) : area);

export const isSecondLaneArea = (area: string): boolean => laneAreas.some((known) => `${known}2` === area);

/** Whose area it is; null: both lanes'. */
export function laneOfArea(area: string): LaneNumber | null {
  if (isSecondLaneArea(area)) return 2;
  return laneAreas.some((known) => known === area) ? 1 : null;
}
