import type { Person } from '../bench-platform/people-folder.ts';
import { jitteredFrom } from './jittered-people.ts';
import { OthersOnMachine, residentMb } from './process-use.ts';
import type { Province } from './province.ts';

const MOST_MS_PER_PERSON = 2_000;
/** Sichuan's heartbeat asks for tasks once a minute. */
const ASKS_WITHIN_MS = 90_000;

/** Sends them to the terminal of process `pid` and waits until it reports them. Times are ms since the epoch. */
export async function arrive(province: Province, people: readonly Person[], pid: number) {
  const count = people.length;
  const beforeMb = residentMb(pid).now;
  const task = province.sendPeople(people);
  const askedAtMs = await province.until(() => province.arrival(task).askedAtMs, ASKS_WITHIN_MS);
  const others = new OthersOnMachine();
  const { atMs: endAtMs, isDone, told } = await province.until(() => province.arrival(task).report, count * MOST_MS_PER_PERSON);
  const seconds = (endAtMs - askedAtMs) / 1_000;
  return {
    askedAtMs,
    endAtMs,
    told: {
      what: `${String(count)} people of ${province.protocol}, ${jitteredFrom()}, between the terminal's asking for them and its report; the platform runs on this machine too`,
      ...{ isDone, ...told, seconds: Number(seconds.toFixed(1)), peoplePerSecond: Number((count / seconds).toFixed(2)) },
      otherProgramsCores: others.cores(),
      memoryMb: { before: beforeMb, after: residentMb(pid).now, most: residentMb(pid).most },
    },
  };
}
