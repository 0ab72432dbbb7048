/**
 * Walks every call of the file port that an update makes, pulls the plug before, in the middle of and after it, of the process
 * that makes it and of the whole machine, and prints what it came to. `npm run update-walk`.
 */
import { WalkWorld, type Cut, type Scope, type WalkResult } from './kill-walk.ts';
import type { Call, Moment } from './plug.ts';
import type { Behaviour } from './walk-program.ts';

export interface Step {
  readonly call: Call;
  readonly cut: Cut;
  readonly result: WalkResult;
}

/** What an update without a cut comes to. */
export const expected: Readonly<Record<Behaviour, { readonly version: string; readonly order: string }>> = {
  healthy: { version: '2.0.0', order: 'healthy' },
  crashes: { version: '1.0.0', order: 'update.newCrashed' },
  cannotRun: { version: '1.0.0', order: 'update.newCannotRun' },
  hangs: { version: '1.0.0', order: 'update.newUnhealthy' },
};

const moments: readonly Moment[] = ['before', 'torn', 'after'];
const scopes: readonly Scope[] = ['process', 'machine'];

/** All cuts, or one in so many: every call is cut all the same, in turn before and after, process and machine. */
function cutsOf(calls: readonly Call[], isShort: boolean): Cut[] {
  const all = calls.flatMap((call, at) =>
    moments
      .filter((moment) => moment !== 'torn' || call.name === 'write')
      .flatMap((moment) => scopes.map((scope) => ({ at, moment, scope }))),
  );
  return isShort ? all.filter(({ moment, scope }, n) => moment === 'torn' || (n + (scope === 'machine' ? 1 : 0)) % 4 === 0) : all;
}

export async function walkAll(world: WalkWorld, behaviour: Behaviour, isShort: boolean): Promise<readonly Step[]> {
  const { calls } = await world.run(behaviour, null);
  const steps: Step[] = [];
  for (const cut of cutsOf(calls, isShort)) {
    const result = await world.run(behaviour, cut);
    const call = result.calls[cut.at];
    if (call === undefined) throw new Error('the call never came');
    steps.push({ call, cut, result });
  }
  return steps;
}

/** Every call of a healthy update from which on nothing can be written any more. */
export async function fillAll(world: WalkWorld, isShort: boolean): Promise<readonly Step[]> {
  const { calls } = await world.run('healthy', null);
  const steps: Step[] = [];
  for (const [at, call] of calls.entries()) {
    if (isShort && at % 3 !== 0) continue;
    const cut = { at, moment: 'full', scope: 'process' } as const;
    steps.push({ call, cut, result: await world.run('healthy', cut) });
  }
  return steps;
}

/** True: a terminal runs on a version that fits what the order came to, and no punch is lost. */
export const isFullWell = ({ version, order, lost, boots }: WalkResult): boolean =>
  lost === 0 && boots === 1 && (version === '2.0.0' ? order === 'healthy' : /^update\.(diskFull|newUnhealthy)$/.test(order));

/** True: a terminal runs, on the version that it should, and no punch is lost. */
export const isWell = (behaviour: Behaviour, { version, order, lost }: WalkResult): boolean =>
  version === expected[behaviour].version && order === expected[behaviour].order && lost === 0;

/** One line for each kind of call: how often it was cut, and what came of it. */
export function tableOf(behaviour: Behaviour, steps: readonly Step[]): string {
  const rows = new Map<string, { cuts: number; well: number; old: number; new: number; lost: number; boots: number }>();
  for (const { call, result } of steps) {
    const key = `${call.actor} ${call.name} ${call.on.replace(/^(data|walk)-\w+\//, '')}`;
    const row = rows.get(key) ?? { cuts: 0, well: 0, old: 0, new: 0, lost: 0, boots: 0 };
    rows.set(key, row);
    row.cuts += 1;
    row.well += isWell(behaviour, result) ? 1 : 0;
    row.old += result.version === '1.0.0' ? 1 : 0;
    row.new += result.version === '2.0.0' ? 1 : 0;
    row.lost += result.lost;
    row.boots = Math.max(row.boots, result.boots);
  }
  const lines = [...rows].map(
    ([key, row]) =>
      `| ${key} | ${row.cuts} | ${row.old} | ${row.new} | ${row.lost} | ${row.boots} | ${row.well === row.cuts ? 'well' : 'WRONG'} |`,
  );
  return [
    '| call | cuts | ends on old | on new | punches lost | boots at most | |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

if (import.meta.main) {
  const world = await WalkWorld.create();
  let wrong = 0;
  for (const behaviour of ['healthy', 'crashes', 'cannotRun', 'hangs'] as const) {
    const began = performance.now();
    const steps = await walkAll(world, behaviour, false);
    const bad = steps.filter(({ result }) => !isWell(behaviour, result));
    wrong += bad.length;
    const punches = steps.reduce((sum, { result }) => sum + result.punches, 0);
    console.log(
      `\n### a new version that ${behaviour === 'healthy' ? 'is healthy' : behaviour}\n\n${tableOf(behaviour, steps)}\n`,
    );
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(`${steps.length} cuts, ${punches} punches, ${bad.length} wrong, ${seconds} s`);
    for (const { call, cut, result } of bad.slice(0, 20)) {
      console.log(
        JSON.stringify({ call, cut, version: result.version, order: result.order, lost: result.lost, boots: result.boots }),
      );
    }
  }
  const full = await fillAll(world, false);
  const bad = full.filter(({ result }) => !isFullWell(result));
  const count = (what: string): number => full.filter(({ result }) => result.order === what).length;
  console.log(
    `\ndisk full from any of ${full.length} calls on: ${count('healthy')} healthy, ${count('update.diskFull')} refused (update.diskFull), ` +
      `${count('update.newUnhealthy')} rolled back (update.newUnhealthy), ${bad.length} wrong`,
  );
  for (const { call, result } of bad)
    console.log(JSON.stringify({ call, version: result.version, order: result.order, lost: result.lost }));
  wrong += bad.length;
  world.close();
  process.exit(wrong === 0 ? 0 : 1);
}
