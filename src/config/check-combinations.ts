import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './schema.ts';
import { attendanceProblems } from './check-attendance.ts';
import { readerProblems } from './check-readers.ts';
import { inputProblems } from './check-inputs.ts';
import { sharedProblems } from './check-lanes.ts';
import { turnstileProblems } from './check-turnstile.ts';
import { configOfLane } from './lane-config.ts';
import { secondLaneKey } from '../shared/lanes.ts';

type Need = readonly [key: string, value: string | null];

const neededBy: Readonly<Record<Config['platform']['protocol'], (config: Config) => readonly Need[]>> = {
  none: () => [],
  zhejiang: ({ device, platform: { zhejiang } }) => [
    ['device.sn', device.sn],
    ['platform.zhejiang.tcp', zhejiang.tcp],
    ['platform.zhejiang.http', zhejiang.http],
    ['platform.zhejiang.accessId', zhejiang.accessId],
    ['platform.zhejiang.accessKey', zhejiang.accessKey],
    ['platform.zhejiang.accessSecret', zhejiang.accessSecret],
  ],
  sichuan: ({ device, platform: { sichuan } }) => [
    ['device.sn', device.sn],
    ['platform.sichuan.baseUrl', sichuan.baseUrl],
    ['platform.sichuan.secret', sichuan.secret],
  ],
};

/** Keys that are right by themselves but not together. */
export function combinationProblems(config: Config): ConfigProblem[] {
  const { protocol } = config.platform;
  const problems: ConfigProblem[] = neededBy[protocol](config)
    .filter(([, value]) => value === null || value.trim() === '')
    .map(([key]) => ({ key, what: `is needed when "platform.protocol" is "${protocol}"`, code: 'needed' }));
  return [...problems, ...laneProblems(config), ...secondLaneProblems(config)];
}

/** Of one lane by itself. */
const laneProblems = (config: Config): ConfigProblem[] => [
  ...turnstileProblems(config.turnstile),
  ...readerProblems(config),
  ...attendanceProblems(config),
  ...inputProblems(config),
];

/** What is wrong with the second lane by itself, under its own keys, and what it and the first one both claim. */
function secondLaneProblems(config: Config): ConfigProblem[] {
  if (!config.lanes.second.enabled) return [];
  const own = laneProblems(configOfLane(config, 2)).flatMap((problem) => {
    const key = secondLaneKey(problem.key);
    // What both lanes share was looked at with the first.
    return key === null ? [] : [{ ...problem, key, what: problem.what.replace(/"([\w.]+)"/g, underSecond) }];
  });
  return [...own, ...sharedProblems(config)];
}

const underSecond = (quoted: string, key: string): string => {
  const renamed = secondLaneKey(key);
  return renamed === null ? quoted : `"${renamed}"`;
};
