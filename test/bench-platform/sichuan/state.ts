import { parseWithBytes, printWithBytes } from '../bytes-json.ts';
import type { Bench } from './bench.ts';
import type { Device, Punch, Registration, Task, TaskResult } from './records.ts';

/** All that a platform remembers. */
interface SavedState {
  readonly devices: readonly Device[];
  readonly tasks: readonly Task[];
  readonly taskResults: readonly TaskResult[];
  readonly punches: readonly Punch[];
  readonly registrations: readonly Registration[];
}

export function saveState(bench: Bench): string {
  const { taskResults, punches, registrations } = bench;
  const state: SavedState = { devices: [...bench.devices.values()], tasks: bench.tasks.all, taskResults, punches, registrations };
  return printWithBytes(state);
}

/** Puts what `saveState` gave into a fresh bench. */
export function restoreState(bench: Bench, text: string): void {
  const state = parseWithBytes(text) as SavedState;
  for (const device of state.devices) bench.devices.set(device.sn, device);
  for (const task of state.tasks) bench.tasks.add(task);
  for (const punch of state.punches) bench.keepPunch(punch.reply === 'pending' ? { ...punch, reply: 'lost' } : punch);
  bench.taskResults.push(...state.taskResults);
  bench.registrations.push(...state.registrations);
}
