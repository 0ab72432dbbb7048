import { setTimeout as pause } from 'node:timers/promises';
import type { CertificateKind } from '../bench-platform/sichuan/certificates.ts';
import type { Misbehaviour } from '../bench-platform/sichuan/misbehaviour.ts';
import { startSichuanPlatform, type SichuanPlatform } from '../bench-platform/sichuan/platform.ts';
import type { SeenRequest } from '../bench-platform/sichuan/records.ts';
import type { Arrival, ChaosPlatform, Trouble } from './chaos-platform.ts';
import { pickOne, type Random } from './seeded.ts';

const UPLOAD = 'UploadData';
const BEIJING = '+08:00';
/** Beyond what the platform tolerates. */
const CLOCK_OFF_MS = 10 * 60_000;
const BAD_CERTIFICATES: readonly CertificateKind[] = ['expired', 'otherName', 'selfSigned', 'otherCa'];

export interface SichuanChaosOptions {
  /** Troubles after which the terminal waits for 20 s and longer, as it should. Default true. */
  readonly withLongWaits?: boolean;
}

/** The Sichuan bench platform over HTTPS, and what goes wrong with it. */
export async function startSichuanChaos({ withLongWaits = true }: SichuanChaosOptions = {}): Promise<ChaosPlatform> {
  const platform = await startSichuanPlatform({ httpsPort: 0 });
  const arrivals: (Arrival & { readonly seq: number })[] = [];
  platform.bench.onRequest((request) => arrivals.push(...arrivalsOf(request).map((one) => ({ ...one, seq: request.seq }))));
  return {
    config: { protocol: 'sichuan', sichuan: { ...platform.terminalConfiguration(), heartbeatSeconds: 60 } },
    timeStepMs: 1_000,
    troubles: [...shortTroubles(platform), ...(withLongWaits ? longTroubles(platform) : [])],
    // A request is settled when its reply is, which a delay can put behind later ones.
    arrivals: () => [...arrivals].sort((one, other) => one.seq - other.seq),
    behave: () => platform.behave(),
    close: () => platform.close(),
  };
}

/** Those of one packet, in its order: they share its reply and what is minded of it. */
function arrivalsOf({ method, outcome, detail, sn, seq, atMs, remote, remarks }: SeenRequest): readonly Arrival[] {
  if (method !== UPLOAD || !outcome.startsWith('0 ')) return [];
  return detail.split('; ').map((record) => {
    const [workerId = '', , day = '', time = ''] = record.split(' ');
    const packet = { sn, arrivedAtMs: atMs, channel: remote, call: seq, isReplyLost: outcome.endsWith(', reply lost') };
    return { ...packet, workerId, atMs: Date.parse(`${day}T${time}${BEIJING}`), remarks: [...remarks] };
  });
}

type Spoil = (name: string, weight: number, what: (random: Random) => Misbehaviour) => Trouble;

/** Meets the next packet, or the next request of any kind. */
const spoilOf =
  (platform: SichuanPlatform): Spoil =>
  (name, weight, what) => ({
    name,
    weight,
    begin: (random) => {
      platform.misbehave({ ...(random() < 0.7 ? { method: UPLOAD } : {}), ...what(random) });
    },
  });

function shortTroubles(platform: SichuanPlatform): readonly Trouble[] {
  const spoil = spoilOf(platform);
  /** For some time, while other things go wrong too. */
  const lasting = (name: string, weight: number, what: (random: Random) => Misbehaviour): Trouble => ({
    name,
    weight,
    begin: (random) => {
      setTimeout(platform.misbehave(what(random)), 500 + random() * 2_500);
    },
  });
  return [
    { name: 'cut', weight: 4, begin: () => platform.cutConnections() },
    { name: 'restart', weight: 2, begin: (random) => platform.restart({ downMs: random() * 1_000 }) },
    { name: 'certificate', weight: 1, begin: (random) => useBadCertificate(platform, random) },
    spoil('replyLost', 4, () => ({ kind: 'loseReply', cut: true })),
    spoil('notTaken', 2, () => ({ kind: 'dropConnection' })),
    spoil('delayed', 3, (random) => ({ kind: 'delay', ms: 100 + random() * 1_400, times: 3 })),
    spoil('garbled', 2, () => ({ kind: 'garble' })),
    spoil('half', 2, () => ({ kind: 'halfMessage' })),
    spoil('trickled', 1, () => ({ kind: 'trickle', pieceBytes: 5 })),
    // Content that nobody asked for, and one longer than is read.
    spoil('huge', 2, (random) => ({ kind: 'huge', bytes: pickOne([20_000, 500_000], random) })),
    spoil('numbersAsStrings', 1, () => ({ kind: 'numbersAsStrings' })),
    spoil('gbk', 1, () => ({ kind: 'gbkMsg' })),
    spoil('page', 3, (random) => ({ kind: 'httpStatus', status: pickOne([200, 404, 429, 502], random) })),
    spoil('ledElsewhere', 1, () => ({ kind: 'redirect' })),
    spoil('ledBack', 1, () => ({ kind: 'redirect', to: `/api/${UPLOAD}`, method: UPLOAD })),
    // Not taken, too frequent, the platform's own trouble, a code that is not in the document.
    spoil('refused', 3, (random) => ({ kind: 'refuse', result: pickOne([-3, -4, -99, -7], random) })),
    lasting('clockOff', 1, (random) => ({ kind: 'clockOff', ms: pickOne([-CLOCK_OFF_MS, CLOCK_OFF_MS], random) })),
    lasting('poisoned', 1, (random) => ({ kind: 'poisonRecord', userId: `w${String(Math.floor(random() * 10))}` })),
  ];
}

/** No reply within the terminal's time-out of 20 s, and refusals that only a technician can mend. */
function longTroubles(platform: SichuanPlatform): readonly Trouble[] {
  const spoil = spoilOf(platform);
  return [
    spoil('noReply', 0.5, () => ({ kind: 'loseReply' })),
    spoil('hung', 0.5, () => ({ kind: 'hang' })),
    spoil('turnedAway', 0.5, (random) => ({ kind: 'refuse', result: pickOne([-1, -2], random) })),
  ];
}

async function useBadCertificate(platform: SichuanPlatform, random: Random): Promise<void> {
  await platform.useCertificate(pickOne(BAD_CERTIFICATES, random));
  await pause(random() * 1_000);
  await platform.useCertificate('valid');
}
