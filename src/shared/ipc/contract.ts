import { z } from 'zod';
import { Bytes } from '../bytes.ts';
import { ConnectionFinding } from '../connection-finding.ts';
import { gateModes, orderedModes } from '../gate-mode.ts';
import { GateView } from '../gate-view.ts';
import { LaneNumber } from '../lanes.ts';
import { RefusalEntry, refusalFilters } from '../refusal-entry.ts';
import {
  GateTrial,
  NetworkChange,
  NetworkView,
  SetupState,
  setupSteps,
  SystemOutcome,
  TimeChange,
  TimeView,
  WifiNetwork,
} from '../setup.ts';
import { RemoteView } from '../remote-view.ts';
import { SaveOutcome, SettingChanges, SettingsView } from '../settings.ts';
import { Status } from '../status.ts';
import { UpdateView } from '../update-view.ts';
import { CameraCalibration } from '../vision/liveness/calibration.ts';
import { calibrationActs, CalibrationView } from '../vision/liveness/calibration-view.ts';
import { FrameObservation } from '../vision/observation.ts';
import { PlatformCallLine } from '../platform-call-line.ts';
import { call, Confirmed, feed, post, Session } from './parts.ts';
import { peopleCalls } from './people-calls.ts';
import { deviceCalls } from './device-calls.ts';
import { recordCalls } from './record-calls.ts';
import { settingsFileCalls } from './settings-file-calls.ts';
import { tuningCalls } from './tuning-calls.ts';

export const cameraRoles = ['visible', 'infrared'] as const;

/** Which lane is meant; absent: the first. */
const Lane = LaneNumber.optional();

/** Characters of a QR code at most: what the largest one holds. */
export const LONGEST_CODE = 7_089;

/** What the page looks at for one lane. */
export const LaneSight = z.object({
  cameras: z.object({
    /** Device label or id; matched exactly, then as a part of the label. */
    visible: z.string(),
    infrared: z.string().nullable(),
    /** A file is played instead of the cameras: any device will do. */
    isReplay: z.boolean(),
    replayLayout: z.enum(['visible', 'visible-infrared', 'two-lanes', 'two-lanes-infrared']),
  }),
  liveness: z.object({
    /** What the page measures for: `auto` is already decided. */
    mode: z.enum(['infrared', 'challenge', 'off']),
    /** Infrared lens to the right of the visible one, mm. */
    baselineMm: z.number(),
    /** Null: not calibrated. */
    calibration: CameraCalibration.nullable(),
  }),
});
export type LaneSight = z.infer<typeof LaneSight>;

/** What the page needs to know of the configuration to open cameras and speak the right language. */
export const KioskSettings = LaneSight.extend({
  language: z.enum(['zh', 'en']),
  siteName: z.string(),
  /** The second lane; absent: there is one only. */
  second: LaneSight.extend({
    /** Of the first lane, and of this one. */
    directions: z.tuple([z.enum(['in', 'out']), z.enum(['in', 'out'])]),
  }).optional(),
  /** A worker's given name is masked except for its last character. */
  maskNames: z.boolean(),
  /** QR codes are looked for in the visible picture. */
  readsCodes: z.boolean(),
});
export type KioskSettings = z.infer<typeof KioskSettings>;

export const CameraReport = z.object({
  lane: Lane,
  role: z.enum(cameraRoles),
  /** `lowResolution`: it works, with less than the standard asks for. */
  state: z.enum(['ok', 'lowResolution', 'lost', 'notFound', 'denied', 'replay', 'starting']),
  /** Label of the device and its resolution, or the labels that were found instead. */
  detail: z.string().nullable(),
});
export type CameraReport = z.infer<typeof CameraReport>;

/** States of a camera in which its frames come. */
export const picturedStates: readonly string[] = ['ok', 'lowResolution', 'replay'] satisfies CameraReport['state'][];

export const AuditEntry = z.object({
  id: z.number(),
  atMs: z.number(),
  /** Who: `admin` (screen), `remote ADDRESS` (network), `console` (command line), `system`. */
  actor: z.string(),
  /** What, as a stable code: `worker.added`, `gate.openedByHand` … */
  action: z.string(),
  /** On what: an id, a setting's name; never a name of a person. */
  subject: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const PinRefusals = [
  z.object({ kind: z.literal('wrong'), triesLeft: z.number() }),
  z.object({ kind: z.literal('locked'), untilMs: z.number() }),
] as const;

/**
 * The one contract between the page and main. `call`: the page asks, main answers; `feed`: main tells every page;
 * `post`: the page tells main, no answer. Every value is parsed on arrival, on both sides.
 */
export const contract = {
  /** Everything the page needs to start; afterwards it follows the feeds. */
  'kiosk.snapshot': call(
    z.object({}),
    /** `view2`: of the second lane, where there is one. */
    z.object({ view: GateView, view2: GateView.optional(), status: Status, settings: KioskSettings }),
  ),
  /** Does the admin side have a PIN yet? Without one the first visit sets it. */
  'admin.state': call(z.object({}), z.object({ hasPin: z.boolean() })),
  'admin.setPin': call(z.object({ pin: z.string() }), Session),
  'admin.login': call(
    z.object({ pin: z.string() }),
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('open'), session: z.string() }), ...PinRefusals]),
  ),
  /** The PIN again, for one act that cannot be taken back. */
  'admin.confirm': call(
    Session.extend({ pin: z.string() }),
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('confirmed'), confirmation: z.string() }), ...PinRefusals]),
  ),
  'admin.changePin': call(Confirmed.extend({ pin: z.string() }), z.object({})),
  'admin.logout': call(Session, z.object({})),
  /** Opens the gate by hand; written to the audit log. */
  'admin.openGate': call(
    Session.extend({ lane: Lane }),
    z.object({ outcome: z.enum(['opened', 'notAnswering', 'unknown']), tookMs: z.number() }),
  ),
  /** How the gate stands from now on; written to the audit log. Fails with `gate.cannotHold`. */
  'admin.setGateMode': call(Session.extend({ mode: z.enum(orderedModes), lane: Lane }), z.object({ mode: z.enum(gateModes) })),
  'admin.audit': call(Session.extend({ beforeId: z.number().nullable() }), z.object({ entries: z.array(AuditEntry) })),
  /** Writes the audit log as CSV into the data directory's `exports`; answers the path. */
  'admin.exportAudit': call(Session, z.object({ path: z.string() })),
  /** How the infrared camera stands to the visible one: what is kept, and the learning that goes on. */
  'admin.calibration': call(Session.extend({ lane: Lane }), CalibrationView),
  'admin.calibrate': call(Session.extend({ act: z.enum(calibrationActs), lane: Lane }), CalibrationView),
  /** Refused attempts, newest first, at most 20; pictures come one by one. */
  'admin.refusals': call(
    Session.extend({ beforeId: z.number().nullable(), filter: z.enum(refusalFilters) }),
    z.object({ entries: z.array(RefusalEntry), isLast: z.boolean() }),
  ),
  'admin.refusalPicture': call(Session.extend({ id: z.number() }), z.object({ jpeg: Bytes.nullable() })),

  /** Every setting with its words, bounds and value; secrets only as set or not. */
  'admin.settings': call(Session, SettingsView),
  'admin.saveSettings': call(Session.extend(SettingChanges.shape), SaveOutcome),
  ...peopleCalls,
  ...recordCalls,
  ...deviceCalls,
  ...settingsFileCalls,
  ...tuningCalls,

  /** How the look from the network stands: on or off, its addresses, its fingerprint. */
  'remote.view': call(Session, RemoteView),

  /** How far the first start went, and what belongs to it. */
  'setup.state': call(Session, SetupState),
  'setup.start': call(Session, SetupState),
  'setup.note': call(Session.extend({ step: z.enum(setupSteps), isDone: z.boolean() }), SetupState),
  'setup.finish': call(Session, SetupState),
  /** Out of the demo: the terminal starts anew, with an empty configuration of its own. */
  'setup.begin': call(Session.extend({ language: z.enum(['zh', 'en']) }), z.object({})),
  /** Starts the whole program anew, in order. */
  'setup.restart': call(Confirmed, z.object({})),
  /** The platform's last calls, newest first, at most 60; never what was in them. */
  'setup.platformCalls': call(Session, z.object({ calls: z.array(PlatformCallLine) })),
  /** What a factory reset would erase; `unsent`: punches that no platform has taken. */
  'reset.view': call(Session, z.object({ people: z.number(), punches: z.number(), unsent: z.number() })),
  /** Starts anew and erases all that the terminal holds. Rejects with `update.busy`, `config.demo`. */
  'reset.order': call(Confirmed, z.object({})),
  'setup.network': call(Session, NetworkView),
  'setup.wifi': call(Session, z.object({ networks: z.array(WifiNetwork) })),
  'setup.changeNetwork': call(Session.extend({ change: NetworkChange }), SystemOutcome),
  'setup.time': call(Session, TimeView),
  'setup.changeTime': call(Session.extend({ change: TimeChange }), SystemOutcome),
  /** Keeps the settings, and opens the lane's gate once with them. */
  'setup.testGate': call(Session.extend({ ...SettingChanges.shape, lane: Lane }), GateTrial),
  /** Makes the platform's real calls once with the settings as entered; keeps nothing. */
  'setup.testPlatform': call(Session.extend({ changes: SettingChanges.shape.changes }), ConnectionFinding),

  /** Version, what goes on, and how the latest updates ended. */
  'admin.update': call(Session, UpdateView),
  /** Packages on what is plugged in; `name` is all that the page says of a file. */
  'admin.updateFind': call(Session, z.object({ packages: z.array(z.object({ name: z.string(), sizeBytes: z.number() })) })),
  /** Checks and unpacks the package; it is installed as soon as nobody is at the gate, or in the quiet hours. */
  'admin.updateInstall': call(
    Confirmed.extend({ name: z.string(), when: z.enum(['atOnce', 'quietHours']) }),
    z.object({ version: z.string() }),
  ),
  'admin.updateCancel': call(Session, z.object({})),

  'gate.view': feed(GateView),
  /** What the second lane shows. */
  'gate.view2': feed(GateView),
  status: feed(Status),
  /** The configuration changed in what concerns the page. */
  'kiosk.settings': feed(KioskSettings),
  /** A finished WAV to play at once, cutting short what still plays; volume 0 to 1. */
  'voice.play': feed(z.object({ wav: Bytes, volume: z.number() })),
  /** The next frame with a face comes with its picture: the face that the page follows has become another person's. */
  'vision.pictureWanted': feed(z.object({ lane: Lane })),

  'vision.observed': post(FrameObservation.extend({ lane: Lane })),
  /** A QR code in the visible picture. */
  'vision.code': post(z.object({ text: z.string().max(LONGEST_CODE), lane: Lane })),
  'vision.camera': post(CameraReport),
  /** The analysis in the page: which backend it chose and the median of its warm-up, or that it failed. */
  'vision.ready': post(z.object({ backend: z.string(), warmUpMs: z.number(), lane: Lane })),
  'vision.failed': post(z.object({ message: z.string(), lane: Lane })),
  /** At least once a second; main brings a silent page back. */
  'page.alive': post(z.object({})),
} as const;

export type Contract = typeof contract;
type NamesOf<K extends string> = { [N in keyof Contract]: Contract[N] extends { kind: K } ? N : never }[keyof Contract];
export type CallName = NamesOf<'call'>;
export type FeedName = NamesOf<'feed'>;
export type PostName = NamesOf<'post'>;
export type Input<N extends CallName> = z.infer<Contract[N]['input']>;
export type Output<N extends CallName> = z.infer<Contract[N]['output']>;
export type FeedValue<N extends FeedName> = z.infer<Contract[N]['value']>;
export type PostValue<N extends PostName> = z.infer<Contract[N]['value']>;

/** What a call answers over the wire. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string };

export type CallHandlers = { readonly [N in CallName]: (input: Input<N>) => Promise<Output<N>> };
export type PostHandlers = { readonly [N in PostName]: (value: PostValue<N>) => void };

/** What the preload script gives the page as `window.terminal`. */
export interface TerminalBridge {
  /** Rejects with an Error whose message is the fault's code. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>;
  post<N extends PostName>(name: N, value: PostValue<N>): void;
  /** Returns how to stop listening. */
  follow<N extends FeedName>(name: N, listener: (value: FeedValue<N>) => void): () => void;
}
