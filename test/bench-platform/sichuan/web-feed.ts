import { EventFeed } from '../event-feed.ts';
import { describeRequest } from './describe.ts';
import type { SichuanPlatform } from './platform.ts';
import type { Registration, SeenRequest, Task } from './records.ts';

const MAX_TASKS = 100;
const MAX_REGISTRATIONS = 20;
/** 5.3.1 advises 5 to 10 minutes between heartbeats; a minute more for a slow line. */
const OFFLINE_MS = 11 * 60_000;

/** What the page is told. */
export const sichuanFeed = (platform: SichuanPlatform): EventFeed<SeenRequest> =>
  new EventFeed({
    journal: platform.bench,
    describe: describeRequest,
    isBad: ({ outcome, remarks }) => !/^[01] [^,]*$/.test(outcome) || remarks.length > 0,
    punches: () => platform.punches,
    viewPunch: (index) => ({ ...platform.punches[index] }),
    state: () => stateOf(platform),
  });

function stateOf(platform: SichuanPlatform): object {
  const { bench, punches, taskResults, registrations, dialect } = platform;
  return {
    nowMs: Date.now(),
    baseUrl: platform.httpsBaseUrl ?? platform.baseUrl,
    configuration: platform.terminalConfiguration(),
    certificate: platform.httpsBaseUrl === null ? null : platform.certificate,
    dialect,
    counts: {
      punches: punches.length,
      repeats: punches.filter((punch) => punch.isRepeat).length,
      results: taskResults.length,
      registrations: registrations.length,
    },
    devices: [...bench.devices.values()].map((device) => ({ ...device, offlineAfterMs: OFFLINE_MS })),
    tasks: bench.tasks.all.slice(-MAX_TASKS).reverse().map((task) => taskView(platform, task)), // prettier-ignore
    registrations: registrations.slice(-MAX_REGISTRATIONS).reverse().map((one) => registrationView(one)), // prettier-ignore
    rules: bench.rules.rules.map(({ id, what, left }) => ({ id, what, left: left === Infinity ? null : left })),
  };
}

function taskView(platform: SichuanPlatform, { order, ...task }: Task): object {
  const report = platform.taskResults.findLast(({ id }) => id === task.id) ?? null;
  const delType = order.kind === 'remove' ? (order.people[0]?.delType ?? null) : null;
  const type = order.kind === 'raw' ? order.type : null;
  return { ...task, kind: order.kind, type, count: order.kind === 'raw' ? null : order.people.length, delType, report };
}

const registrationView = ({ photo: _, idphoto: __, ...rest }: Registration): object => rest;
