import { isObject } from '../bench-platform/json.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';
import type { ZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';
import type { Misbehaviour } from '../bench-platform/zhejiang/misbehaviour.ts';
import type { SeenRequest } from '../bench-platform/zhejiang/records.ts';
import type { Arrival, ChaosPlatform, Trouble } from './chaos-platform.ts';
import { pickOne, type Random } from './seeded.ts';

const SIGN_IN = 'C_SIGN_IN';
/** Short, so that heartbeats meet with trouble too. */
const HEARTBEAT_SECONDS = 2;

/** The Zhejiang bench platform, and what goes wrong with it. */
export async function startZhejiangChaos(): Promise<ChaosPlatform> {
  const platform = await startZhejiangPlatform({ keepPictures: 1 });
  const arrivals: (Arrival & { readonly seq: number })[] = [];
  platform.bench.onRequest((request) => {
    const arrival = arrivalOf(request);
    if (arrival !== null) arrivals.push({ ...arrival, seq: request.seq });
  });
  return {
    config: {
      protocol: 'zhejiang',
      zhejiang: {
        tcp: platform.tcpAddress,
        http: platform.httpAddress,
        ...BENCH_CREDENTIALS,
        heartbeatSeconds: HEARTBEAT_SECONDS,
      },
    },
    timeStepMs: 1,
    troubles: troublesOf(platform),
    // A request is settled when its reply is, which a delay can put behind later ones.
    arrivals: () => [...arrivals].sort((one, other) => one.seq - other.seq),
    behave: () => platform.behave(),
    close: () => platform.close(),
  };
}

function arrivalOf({ apicode, outcome, param, sn, seq, atMs, remote, remarks }: SeenRequest): Arrival | null {
  if (apicode !== SIGN_IN || !/^ok\b/.test(outcome) || !isObject(param ?? undefined)) return null;
  const { personId, recordTime } = param as Readonly<Record<string, unknown>>;
  return {
    sn,
    workerId: String(personId),
    atMs: Number(recordTime),
    arrivedAtMs: atMs,
    channel: remote,
    call: seq,
    isReplyLost: outcome !== 'ok',
    remarks: [...remarks],
  };
}

function troublesOf(platform: ZhejiangPlatform): readonly Trouble[] {
  /** Meets the next punch, or the next request of any kind. */
  const spoil = (name: string, weight: number, what: (random: Random) => Misbehaviour): Trouble => ({
    name,
    weight,
    begin: (random) => {
      platform.misbehave({ ...what(random), ...(random() < 0.7 ? { apicode: SIGN_IN } : {}) });
    },
  });
  return [
    { name: 'cut', weight: 4, begin: (random, sns) => platform.cutConnections(pickOne(sns, random)) },
    { name: 'tokensExpired', weight: 4, begin: () => platform.expireTokens() },
    {
      name: 'restart',
      weight: 2,
      begin: (random) => platform.restart({ downMs: random() * 1_000, forgetsTokens: random() < 0.5 }),
    },
    spoil('replyLost', 4, () => ({ kind: 'loseReply', cut: true })),
    // The terminal waits for its time-out of 10 s.
    spoil('noReply', 0.5, () => ({ kind: 'loseReply' })),
    spoil('hung', 0.5, () => ({ kind: 'hang' })),
    spoil('notTaken', 2, () => ({ kind: 'dropConnection' })),
    spoil('delayed', 3, (random) => ({ kind: 'delay', ms: 100 + random() * 1_400, times: 3 })),
    spoil('garbled', 2, () => ({ kind: 'garble' })),
    spoil('half', 2, () => ({ kind: 'halfMessage' })),
    spoil('badLength', 2, (random) => ({ kind: 'badLength', form: pickOne(['huge', 'endless'] as const, random) })),
    spoil('trickled', 1, () => ({ kind: 'trickle', pieceBytes: 5 })),
    spoil('unknownFields', 1, () => ({ kind: 'unknownFields' })),
    spoil('refused', 2, (random) => ({ kind: 'refuse', code: pickOne(['500_01', '400_04', '400_05', '401_01'], random) })),
  ];
}
