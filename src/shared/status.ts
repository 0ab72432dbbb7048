import { z } from 'zod';
import { firstLaneArea } from './lanes.ts';

/**
 * All that the terminal says of its own state. One feed serves the kiosk's state marks, the admin page and
 * `status --json`. A second lane has areas of its own, with 2 behind their names. Each `area.state` pair has a text in both languages (`status.AREA.STATE`), held by a test.
 */
const ownStates = {
  terminal: ['running', 'demo', 'needsService'],
  gate: ['ok', 'notAnswering', 'notConfigured', 'connecting'],
  gateMode: ['normal', 'heldOpen', 'lockedDown', 'released'],
  inputs: ['notConfigured', 'connecting', 'ok', 'lost'],
  door: ['notConfigured', 'closed', 'open', 'heldOpen', 'unknown'],
  tamper: ['notConfigured', 'ok', 'opened', 'unknown'],
  cameraVisible: ['ok', 'lowResolution', 'lost', 'notFound', 'denied', 'replay', 'starting', 'frozen', 'covered', 'dark'],
  cameraInfrared: [
    'ok',
    'lowResolution',
    'lost',
    'notFound',
    'denied',
    'replay',
    'starting',
    'notConfigured',
    'notPaired',
    'frozen',
    'swapped',
    'covered',
    'drifted',
    'badExposure',
  ],
  recognition: ['ok', 'starting', 'failed', 'falseMatches', 'renewing'],
  vision: ['ok', 'starting', 'failed'],
  liveness: ['off', 'notAvailable', 'ok', 'challenge', 'underAttack'],
  network: ['ok', 'offline'],
  platform: [
    'notConfigured',
    'connecting',
    'ok',
    'unencrypted',
    'offline',
    'rejected',
    'troubled',
    'photographsMissing',
    'taskSetAside',
    'clockOff',
    'switchPending',
  ],
  speech: ['ok', 'off', 'unavailable'],
  disk: ['ok', 'low', 'full'],
  clock: ['ok', 'jumped'],
  screen: ['ok', 'restarting'],
  update: [
    'ok',
    'notAvailable',
    'downloading',
    'checking',
    'unpacking',
    'waiting',
    'copying',
    'switching',
    'trial',
    'refused',
    'rolledBack',
  ],
} as const;
export type OwnArea = keyof typeof ownStates;

export const areaStates = {
  ...ownStates,
  gate2: ownStates.gate,
  gateMode2: ownStates.gateMode,
  inputs2: ownStates.inputs,
  door2: ownStates.door,
  tamper2: ownStates.tamper,
  cameraVisible2: ownStates.cameraVisible,
  cameraInfrared2: ownStates.cameraInfrared,
  vision2: ownStates.vision,
  liveness2: ownStates.liveness,
} as const;

export type Area = keyof typeof areaStates;
export type AreaState<A extends Area = Area> = (typeof areaStates)[A][number];

/** How much a state matters: quiet states draw no mark on the kiosk; `notice` is never silent, `fault` asks for a person. */
export type Severity = 'quiet' | 'notice' | 'fault';

const quiet: Readonly<Record<string, true>> = {
  'terminal.running': true,
  'gate.ok': true,
  'gateMode.normal': true,
  'inputs.notConfigured': true,
  'inputs.ok': true,
  'door.notConfigured': true,
  'door.closed': true,
  'door.open': true,
  'door.unknown': true,
  'tamper.notConfigured': true,
  'tamper.ok': true,
  'tamper.unknown': true,
  'cameraVisible.ok': true,
  'cameraInfrared.ok': true,
  'cameraInfrared.notConfigured': true,
  'cameraInfrared.replay': true,
  'recognition.ok': true,
  'vision.ok': true,
  'liveness.ok': true,
  'liveness.challenge': true,
  'network.ok': true,
  'platform.ok': true,
  'platform.notConfigured': true,
  'speech.ok': true,
  'speech.off': true,
  'disk.ok': true,
  'clock.ok': true,
  'screen.ok': true,
  'update.ok': true,
  'update.notAvailable': true,
  'update.downloading': true,
  'update.checking': true,
  'update.unpacking': true,
  'update.waiting': true,
  'update.copying': true,
};
const notice: Readonly<Record<string, true>> = {
  'terminal.demo': true,
  'gate.connecting': true,
  'inputs.connecting': true,
  'gateMode.heldOpen': true,
  'cameraVisible.lowResolution': true,
  'cameraVisible.starting': true,
  'cameraVisible.replay': true,
  'cameraVisible.dark': true,
  'cameraInfrared.lowResolution': true,
  'cameraInfrared.starting': true,
  'recognition.starting': true,
  'recognition.falseMatches': true,
  'recognition.renewing': true,
  'vision.starting': true,
  'liveness.off': true,
  'network.offline': true,
  'platform.connecting': true,
  'platform.unencrypted': true,
  'disk.low': true,
  'screen.restarting': true,
  'update.switching': true,
  'update.trial': true,
  'update.refused': true,
  'update.rolledBack': true,
};

export function severityOf(area: Area, state: string): Severity {
  const key = `${firstLaneArea(area)}.${state}`;
  if (quiet[key]) return 'quiet';
  return notice[key] ? 'notice' : 'fault';
}

const AreaReport = z.object({
  state: z.string(),
  /** ms since the epoch at which this state began. */
  sinceMs: z.number(),
  /** Technical detail for the technician (a port's name, an error code); never personal data. */
  detail: z.string().nullable(),
});
export type AreaReport = z.infer<typeof AreaReport>;

export const Status = z.object({
  version: z.string(),
  sn: z.string(),
  direction: z.enum(['in', 'out']),
  startedAtMs: z.number(),
  areas: z.record(z.string(), AreaReport),
  counts: z.object({
    workers: z.number(),
    templates: z.number(),
    punches: z.number(),
    refusals: z.number(),
    /** Punches that the platform has not taken yet. */
    outboxWaiting: z.number(),
    /** Punches that it refused for their own sake: kept, shown, sent again only by hand. */
    outboxSetAside: z.number(),
  }),
});
export type Status = z.infer<typeof Status>;
