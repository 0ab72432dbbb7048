import { EventFeed } from '../event-feed.ts';
import { describeRequest } from './describe.ts';
import type { ZhejiangPlatform } from './platform.ts';
import type { Punch, SeenRequest, Task } from './records.ts';

const MAX_TASKS = 100;
/** A device without a heartbeat for a minute is offline (2.2.1). */
const OFFLINE_MS = 60_000;

/** What the page is told. */
export const zhejiangFeed = (platform: ZhejiangPlatform): EventFeed<SeenRequest> =>
  new EventFeed({
    journal: platform.bench,
    describe: describeRequest,
    isBad: ({ outcome, remarks }) => !/^(ok$|200 )/.test(outcome) || remarks.length > 0,
    punches: () => platform.punches,
    viewPunch: (index) => punchView(platform.punches[index]),
    state: () => stateOf(platform),
  });

function stateOf(platform: ZhejiangPlatform): object {
  const { bench, punches, taskReports, rosters, dialect } = platform;
  return {
    nowMs: Date.now(),
    configuration: platform.terminalConfiguration(),
    dialect,
    counts: { punches: punches.length, repeats: punches.filter((punch) => punch.isRepeat).length, reports: taskReports.length },
    devices: [...bench.devices.values()].map((device) => ({ ...device, offlineAfterMs: OFFLINE_MS })),
    tasks: bench.tasks.all.slice(-MAX_TASKS).reverse().map((task) => taskView(platform, task)), // prettier-ignore
    rosters: rosters.slice(-5).map(({ pages, ...roster }) => ({ ...roster, people: [...pages.values()].flat().length })),
    rules: bench.rules.rules.map(({ id, what, left }) => ({ id, what, left: left === Infinity ? null : left })),
  };
}

function taskView(platform: ZhejiangPlatform, task: Task): object {
  const report = platform.taskReports.findLast(({ taskid }) => taskid === task.taskid) ?? null;
  const roster = platform.rosters.findLast(({ taskid }) => taskid === task.taskid);
  return {
    taskid: task.taskid,
    apicode: task.apicode,
    sn: task.sn,
    state: task.state,
    createdAtMs: task.createdAtMs,
    count: task.people?.length ?? task.personIds?.length ?? null,
    firmware: task.firmware?.version ?? null,
    pagesAsked: task.pagesAsked.length,
    rosterPeople: roster === undefined ? null : [...roster.pages.values()].flat().length,
    report,
  };
}

const punchView = (punch: Punch | undefined): object => {
  if (punch === undefined) return {};
  const { picture, ...rest } = punch;
  return { ...rest, hasPicture: picture !== null };
};
