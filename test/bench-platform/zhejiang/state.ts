import { parseWithBytes, printWithBytes } from '../bytes-json.ts';
import type { Bench } from './bench.ts';
import type { Device, Punch, Roster, RosterPerson, Task, TaskReport } from './records.ts';

/** All that a platform remembers, as JSON; pictures of punches are left out. */
export interface SavedState {
  readonly tokens: ReturnType<Bench['tokens']['entries']>;
  readonly devices: readonly Device[];
  readonly tasks: readonly Task[];
  readonly taskReports: readonly TaskReport[];
  readonly punches: readonly Punch[];
  readonly rosters: readonly (Omit<Roster, 'pages'> & {
    readonly pages: readonly (readonly [number, readonly RosterPerson[]])[];
  })[];
  readonly shelf: Bench['shelf']['entries'];
}

export function saveState(bench: Bench): string {
  const state: SavedState = {
    tokens: bench.tokens.entries(),
    devices: [...bench.devices.values()],
    tasks: bench.tasks.all,
    taskReports: bench.taskReports,
    punches: bench.punches.map((punch) => ({ ...punch, picture: null })),
    rosters: bench.rosters.map((roster) => ({ ...roster, pages: [...roster.pages] })),
    shelf: bench.shelf.entries,
  };
  return printWithBytes(state);
}

/** Puts what `saveState` gave into a fresh bench. */
export function restoreState(bench: Bench, text: string): void {
  const state = parseWithBytes(text) as SavedState;
  bench.tokens.restore(state.tokens);
  bench.tasks.restore(state.tasks);
  for (const device of state.devices) bench.devices.set(device.sn, { ...device, connections: 0 });
  for (const entry of state.shelf) bench.shelf.restore(entry);
  for (const punch of state.punches) bench.keepPunch(punch.reply === 'pending' ? { ...punch, reply: 'lost' } : punch);
  bench.taskReports.push(...state.taskReports);
  bench.rosters.push(...state.rosters.map((roster) => ({ ...roster, pages: new Map(roster.pages) })));
}
