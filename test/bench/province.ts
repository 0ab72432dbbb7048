import type { Person } from '../bench-platform/people-folder.ts';
import { BENCH_SECRET, startSichuanPlatform } from '../bench-platform/sichuan/platform.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';

/** How far a terminal is with the people who were sent to it. */
export interface Arrival {
  /** When it first asked for them, ms since the epoch; null: not yet. */
  readonly askedAtMs: number | null;
  /** What it reported when it was through; null: not yet. */
  readonly report: {
    readonly atMs: number;
    readonly isDone: boolean;
    /** As the province's document counts them. */
    readonly told: Readonly<Record<string, string | number>>;
  } | null;
}

export interface ProvinceConfigOptions {
  /** Where punches go instead, on 127.0.0.1. */
  readonly port?: number;
  /** With the shortest heartbeat, so that an order is soon found; default false: the usual one. */
  readonly asksSoon?: boolean;
}

/** A province's bench platform as the benches use it. */
export interface Province {
  readonly protocol: 'zhejiang' | 'sichuan';
  /** Where punches go, on 127.0.0.1. */
  readonly port: number;
  /** The most that one request takes. */
  readonly punchesPerRequest: number;
  /** In order of arrival. */
  readonly punches: readonly { readonly arrivedAtMs: number; readonly isRepeat: boolean; readonly remarks: readonly string[] }[];
  /** `platform` of a terminal's configuration. */
  config(options?: ProvinceConfigOptions): Readonly<Record<string, unknown>>;
  /** Orders them to whichever terminal asks. @returns the task. */
  sendPeople(people: readonly Person[]): string;
  arrival(task: string): Arrival;
  until<T>(probe: () => T | null | undefined | false, timeoutMs: number): Promise<T>;
  close(): Promise<void>;
}

const provinces: Readonly<Record<string, () => Promise<Province>>> = { zhejiang: startZhejiang, sichuan: startSichuan };

/** @throws where there is no such platform. */
export async function startProvince(name: string): Promise<Province> {
  const start = provinces[name];
  if (start === undefined) throw new Error(`there is no platform "${name}"; there are ${Object.keys(provinces).join(', ')}`);
  return start();
}

async function startZhejiang(): Promise<Province> {
  const platform = await startZhejiangPlatform({ keepPictures: 1 });
  const { httpAddress: http, tcpPort, punches } = platform;
  return {
    ...{ protocol: 'zhejiang', port: tcpPort, punches, punchesPerRequest: 1 },
    config: ({ port = tcpPort, asksSoon = false } = {}) => ({
      protocol: 'zhejiang',
      zhejiang: { tcp: `127.0.0.1:${String(port)}`, http, ...BENCH_CREDENTIALS, ...(asksSoon ? { heartbeatSeconds: 1 } : {}) },
    }),
    sendPeople: (people) => platform.order.sendPeople(people),
    arrival: (task) => {
      const asked = platform.requests.find(({ apicode, fields }) => apicode === 'T_SEND_PERSON' && fields['taskid'] === task);
      const report = platform.taskReports.find(({ taskid }) => taskid === task);
      return {
        askedAtMs: asked?.atMs ?? null,
        report: report === undefined ? null : toldByZhejiang(report),
      };
    },
    until: (probe, timeoutMs) => platform.until(probe, timeoutMs),
    close: () => platform.close(),
  };
}

const toldByZhejiang = ({ atMs, status, personCount, faceCount }: ZhejiangReport): Arrival['report'] => ({
  ...{ atMs, isDone: status === 1 },
  told: { status, personCount, faceCount },
});

type ZhejiangReport = Awaited<ReturnType<typeof startZhejiangPlatform>>['taskReports'][number];

/** Without TLS: what is measured is the way of people and punches, not the handshakes of this machine. */
async function startSichuan(): Promise<Province> {
  const platform = await startSichuanPlatform();
  const { port: ownPort, punches } = platform;
  return {
    ...{ protocol: 'sichuan', port: ownPort, punches, punchesPerRequest: 10 },
    config: ({ port = ownPort, asksSoon = false } = {}) => ({
      protocol: 'sichuan',
      sichuan: {
        ...{ baseUrl: `http://127.0.0.1:${String(port)}/api`, secret: BENCH_SECRET },
        ...(asksSoon ? { heartbeatSeconds: 60 } : {}),
      },
    }),
    sendPeople: (people) => platform.order.sendPeople(people),
    arrival: (task) => {
      const asked = platform.requests.find(({ method, fields }) => method === 'GetTaskData' && fields['id'] === task);
      const result = platform.taskResults.find(({ id }) => id === task);
      return { askedAtMs: asked?.atMs ?? null, report: result === undefined ? null : toldBySichuan(result) };
    },
    until: (probe, timeoutMs) => platform.until(probe, timeoutMs),
    close: () => platform.close(),
  };
}

const toldBySichuan = ({ atMs, result, msg }: SichuanResult): Arrival['report'] => ({
  ...{ atMs, isDone: result === 0 },
  told: { result, msg: msg.slice(0, 200) },
});

type SichuanResult = Awaited<ReturnType<typeof startSichuanPlatform>>['taskResults'][number];
