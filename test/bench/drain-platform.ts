import { BENCH_SECRET, startSichuanPlatform } from '../bench-platform/sichuan/platform.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';

/** A province's bench platform as the drain bench uses it. */
export interface DrainPlatform {
  readonly protocol: 'zhejiang' | 'sichuan';
  /** Where punches go, on 127.0.0.1. */
  readonly port: number;
  /** The most that one request takes. */
  readonly punchesPerRequest: number;
  /** With a delay only so long, not until the outbox is empty. */
  readonly delayedMs: number;
  /** In order of arrival. */
  readonly punches: readonly { readonly arrivedAtMs: number; readonly isRepeat: boolean; readonly remarks: readonly string[] }[];
  /** `platform` of a terminal's configuration; its punches go to this port of 127.0.0.1. */
  config(port: number): Readonly<Record<string, unknown>>;
  until(probe: () => boolean, timeoutMs: number): Promise<unknown>;
  close(): Promise<void>;
}

export const drainPlatforms: Readonly<Record<string, () => Promise<DrainPlatform>>> = {
  zhejiang: async () => {
    const platform = await startZhejiangPlatform({ keepPictures: 1 });
    const { httpAddress: http, tcpPort: port, punches } = platform;
    return {
      ...{ protocol: 'zhejiang', port, punches, punchesPerRequest: 1, delayedMs: 20_000 },
      config: (to) => ({ protocol: 'zhejiang', zhejiang: { tcp: `127.0.0.1:${String(to)}`, http, ...BENCH_CREDENTIALS } }),
      until: (probe, timeoutMs) => platform.until(probe, timeoutMs),
      close: () => platform.close(),
    };
  },
  // Without TLS: what is measured is the way of the punches, not the handshakes of this machine.
  sichuan: async () => {
    const platform = await startSichuanPlatform();
    const { port, punches } = platform;
    return {
      ...{ protocol: 'sichuan', port, punches, punchesPerRequest: 10, delayedMs: 5_000 },
      config: (to) => ({
        protocol: 'sichuan',
        sichuan: { baseUrl: `http://127.0.0.1:${String(to)}/api`, secret: BENCH_SECRET },
      }),
      until: (probe, timeoutMs) => platform.until(probe, timeoutMs),
      close: () => platform.close(),
    };
  },
};
