import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './schema.ts';

/** Timed writes go to 0x0200 + coil, and the next block of addresses begins at 0x0300. */
const LAST_FLASH_COIL = 0xff;

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
  if (config.turnstile.driver === 'modbus-rtu' && config.turnstile.port.trim() === '') {
    problems.push({ key: 'turnstile.port', what: 'is needed when "turnstile.driver" is "modbus-rtu"', code: 'needed' });
  }
  if (config.turnstile.driver === 'gpio' || config.turnstile.driver === 'wiegand') {
    problems.push({
      key: 'turnstile.driver',
      what: `"${config.turnstile.driver}" is not available in this version`,
      code: 'notAvailable',
    });
  }
  if (config.turnstile.pulse === 'flash-on' && config.turnstile.coil > LAST_FLASH_COIL) {
    problems.push({ key: 'turnstile.coil', what: `"flash-on" reaches coils 0 to ${String(LAST_FLASH_COIL)}` });
  }
  return problems;
}
