import type { Asked, BareChromium } from './bare-chromium.ts';
import { memoryMb } from './process-use.ts';

/** Chromium's processes by what they do: `page` is the one with the page in it, `display` draws, `others` are its spare and small ones. */
export const processKinds = ['page', 'display', 'browser', 'others'] as const;
export type ProcessKind = (typeof processKinds)[number];

/** MB of each kind. Private and dirty is what the process alone holds and wrote itself; resident counts shared pages and files besides. */
export type ChromiumMemory = Readonly<Record<ProcessKind, { readonly residentMb: number; readonly privateDirtyMb: number }>>;

/** What all of them hold now. `pagePid`: of the page's process. */
export async function chromiumMemory(browser: Asked, pagePid: number): Promise<ChromiumMemory> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const kindOf = (type: string, id: number): ProcessKind => {
    if (id === pagePid) return 'page';
    if (type === 'GPU') return 'display';
    return type === 'browser' ? 'browser' : 'others';
  };
  const read = processInfo.map(({ type, id }) => ({ kind: kindOf(type, id), ...memoryMb(id) }));
  const sum = (kind: ProcessKind) =>
    read
      .filter((one) => one.kind === kind)
      .reduce(
        (total, { residentMb, privateDirtyMb }) => ({
          residentMb: total.residentMb + residentMb,
          privateDirtyMb: total.privateDirtyMb + privateDirtyMb,
        }),
        { residentMb: 0, privateDirtyMb: 0 },
      );
  return { page: sum('page'), display: sum('display'), browser: sum('browser'), others: sum('others') };
}

/** The renderer that holds most: a spare one, which waits for the next page, is small. */
export async function pidOfPage(browser: Asked): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const [largest] = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => id)
    .toSorted((a, b) => memoryMb(b).residentMb - memoryMb(a).residentMb);
  if (largest === undefined) throw new Error('Chromium tells of no page');
  return largest;
}

interface DumpEvent {
  readonly ph: string;
  readonly pid: number;
  readonly args: { readonly dumps?: { readonly allocators?: Readonly<Record<string, Allocator>> } };
}
interface Allocator {
  /** `size` is hexadecimal, bytes. */
  readonly attrs?: { readonly size?: { readonly value: string } };
}

/** Each allocator, and the parts of those that say what they are for. */
const ofInterest = /^(?:[^/]+|(?:cc|skia|v8|blink_gc|partition_alloc\/partitions)\/[^/]+)$/;
const DUMPED = 'disabled-by-default-memory-infra';

/** What Chromium's own accounts say of a process, MB by allocator; those under 0.1 MB are left out. Everything unused is collected before. */
export async function allocatorsMb(browser: BareChromium, pid: number): Promise<Readonly<Record<string, number>>> {
  const events: DumpEvent[] = [];
  const stop = browser.follow('Tracing.dataCollected', (params) =>
    events.push(...(params as { readonly value: readonly DumpEvent[] }).value),
  );
  const complete = new Promise<void>((resolve) => browser.follow('Tracing.tracingComplete', () => resolve()));
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [DUMPED], excludedCategories: ['*'] },
  });
  await browser.send('Tracing.requestMemoryDump', { deterministic: true, levelOfDetail: 'detailed' });
  await browser.send('Tracing.end');
  await complete;
  stop();
  const sizes = new Map<string, number>();
  for (const event of events) {
    if (event.ph !== 'v' || event.pid !== pid) continue;
    for (const [name, { attrs = {} }] of Object.entries(event.args.dumps?.allocators ?? {})) {
      if (!ofInterest.test(name)) continue;
      const bytes = Number.parseInt(attrs.size?.value ?? '0', 16);
      sizes.set(name, Math.max(bytes, sizes.get(name) ?? 0));
    }
  }
  const mb = [...sizes].map(([name, bytes]) => [name, Number((bytes / 1_048_576).toFixed(1))] as const);
  return Object.fromEntries(mb.filter(([, size]) => size >= 0.1).toSorted(([, a], [, b]) => b - a));
}
