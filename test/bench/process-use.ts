import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms. */
const TICK_MS = 10;

/** Processor time that a process has used so far, ms. */
export function cpuMs(pid: number): number {
  return statOf(pid).ownMs;
}

function statOf(pid: number): { readonly parent: number; readonly ownMs: number; readonly endedChildrenMs: number } {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The name, in brackets, may hold blanks; utime, stime, cutime and cstime are fields 14 to 17.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [own = 0, ownKernel = 0, children = 0, childrenKernel = 0] = fields.slice(11, 15);
  return { parent: fields[1] ?? 0, ownMs: (own + ownKernel) * TICK_MS, endedChildrenMs: (children + childrenKernel) * TICK_MS };
}

/** Measures what programs that are none of this one's children take of the machine meanwhile. */
export class OthersOnMachine {
  readonly #beganMs = performance.now();
  readonly #before = othersMs();

  /** Cores that they kept busy since this was made, on average. */
  cores(): number {
    const cores = (othersMs() - this.#before) / (performance.now() - this.#beganMs);
    return Number(Math.max(0, cores).toFixed(2));
  }
}

/** Processor time of the machine without that of this process and all that it started, ms. */
function othersMs(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = readFileSync('/proc/stat', 'utf8')
    .slice(0, 200)
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) * TICK_MS - familyMs();
}

function familyMs(): number {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          return [[Number(name), statOf(Number(name))] as const];
        } catch {
          return []; // it ended meanwhile
        }
      }),
  );
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(stats.get(pid)?.parent ?? 0));
  let sum = 0;
  for (const [pid, { ownMs, endedChildrenMs }] of stats) if (isOurs(pid)) sum += ownMs + endedChildrenMs;
  return sum;
}

/** Resident memory of a process now and at its most, MB. */
export function residentMb(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const mb = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024);
  return { now: mb('VmRSS'), most: mb('VmHWM') };
}

/** Memory of a process by the kernel's account of its pages, MB: resident, and what it alone holds and wrote itself. */
export function memoryMb(pid: number): { readonly residentMb: number; readonly privateDirtyMb: number } {
  const rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
  const mb = (name: string): number =>
    Number((Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) / 1_024).toFixed(1));
  return { residentMb: mb('Rss'), privateDirtyMb: mb('Private_Dirty') };
}
