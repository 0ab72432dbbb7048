import type { ConnectionFinding, ConnectionFindingKind } from '../shared/connection-finding.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault, type FaultCode } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { PlatformCall } from './ports.ts';

/** What a province tells of a trial; the time it took is measured outside. */
export type Trial = Omit<ConnectionFinding, 'tookMs'>;

/** What a trial of a province's settings may lean on: no store, no roster, no tasks. */
export interface TrialHost {
  readonly clock: Clock;
  readonly log: Log;
  /** Version that really runs, for heartbeats. */
  readonly deviceVersion: string;
  readonly signal: AbortSignal;
  /** As of `PlatformHost`. */
  readonly called?: (call: PlatformCall) => void;
}

const kinds: Partial<Record<FaultCode, ConnectionFindingKind>> = {
  'config.invalid': 'incomplete',
  'platform.offline': 'address',
  'platform.timeout': 'noAnswer',
  'platform.certificate': 'certificate',
  'platform.badFrame': 'notPlatform',
  'platform.badReply': 'notPlatform',
  'platform.replySignature': 'replySignature',
  'platform.cannotDecrypt': 'decrypt',
};

/** A fault on the way, as a finding. */
export function trialFault(error: unknown, at: string | null): Trial {
  const fault = Fault.from(error, 'internal.bug', 'the trial failed');
  const kind = kinds[fault.code];
  if (kind === undefined) throw fault;
  return { kind, at, clockAheadMs: null, detail: networkWords(fault) ?? fault.message };
}

export const finding = (kind: ConnectionFindingKind, at: string | null, detail: string | null = null): Trial => ({
  kind,
  at,
  clockAheadMs: null,
  detail,
});

/** `ECONNREFUSED 10.0.0.5:9700` and the like, which technicians know. */
function networkWords(fault: Fault): string | null {
  for (let cause: unknown = fault.cause; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return `${cause.code} ${cause.message}`.slice(0, 160);
  }
  return null;
}
