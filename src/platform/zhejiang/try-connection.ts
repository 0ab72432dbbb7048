import { CallWatch } from '../call-watch.ts';
import { PlatformClock } from '../platform-clock.ts';
import { finding, trialFault, type Trial, type TrialHost } from '../connection-trial.ts';
import { isReadableOnTheWay } from '../problems.ts';
import { wireTime } from '../wire-time.ts';
import { Authority, type Outcome } from './authority.ts';
import { loadCodec, ownProtoFile } from './codec.ts';
import { openCommandLink, type CommandLink } from './command-link.ts';
import { Commands } from './commands.ts';
import { checkConfig, readCa, usualTiming, type ZhejiangConfig } from './config.ts';
import type { Refusal } from './error-policy.ts';
import { createHttpClient } from './http-client.ts';
import { loadDecryptor } from './rsa.ts';

const beijingMinutes = 8 * 60;
/** A technician waits before the screen, ms. */
const trialTiming = { ...usualTiming, connectMs: 4_000, replyMs: 4_000, httpMs: 6_000 };

/**
 * Tries the settings with the real calls, in the order in which they depend on each other: connection, C_AUTH, C_HEARTBEAT, and
 * T_GET_TASKS for no task, which changes nothing; says what is wrong first. Only mistakes of the program are thrown.
 */
export async function tryZhejiang(config: ZhejiangConfig, host: TrialHost): Promise<Trial> {
  let at: string | null = null;
  let link: CommandLink | null = null;
  try {
    checkConfig(config);
    const { clock, log, signal } = host;
    const decryptor = config.privateKeyFile === null ? null : loadDecryptor(config.privateKeyFile);
    const write = (atMs: number): string => wireTime(atMs, config.utcOffsetMinutes ?? beijingMinutes);
    const platformClock = new PlatformClock(clock, write, log);
    const watch = new CallWatch(clock, host.called);
    const commands = new Commands({ config, clock: platformClock, decryptor, link: () => link, watch });
    const authority = new Authority({
      authenticate: () => commands.authenticate(),
      correctClock: async () => platformClock.correct(await http.date(), platformClock.aheadMs) !== null,
      clock,
      tokenIdleMs: trialTiming.tokenIdleMs,
    });
    const http = createHttpClient({
      config,
      authority,
      decryptor,
      ca: readCa(config.caFile),
      timing: trialTiming,
      watch,
      log,
      signal,
    });

    const codec = loadCodec(config.protoFile ?? ownProtoFile());
    link = await openCommandLink({ address: config.tcp, codec, timing: trialTiming, onPushed: () => undefined, signal });
    at = 'C_AUTH';
    const param = JSON.stringify({ deviceVersion: host.deviceVersion, deviceIp: link.localAddress });
    const beat = await commands.send(authority, 'C_HEARTBEAT', param);
    at = beat.kind === 'taken' ? 'C_HEARTBEAT' : 'C_AUTH';
    if (beat.kind === 'refused') return refusal(beat, at, platformClock.aheadMs);
    at = 'T_GET_TASKS';
    const tasks = await http.call({ apicode: 'T_GET_TASKS', taskid: null, param: JSON.stringify({ taskids: [] }) });
    return afterTasks(tasks, config, platformClock.aheadMs);
  } catch (error) {
    return trialFault(error, at);
  } finally {
    link?.close();
  }
}

/** A refusal of the empty list itself came from a platform that took address, signature and token. */
function afterTasks(outcome: Outcome, { http }: ZhejiangConfig, aheadMs: number): Trial {
  if (outcome.kind === 'refused' && outcome.reason !== 'record') return refusal(outcome, 'T_GET_TASKS', aheadMs);
  if (aheadMs !== 0) return { ...finding('clock', 'T_GET_TASKS'), clockAheadMs: aheadMs };
  return finding(isReadableOnTheWay(new URL(http)) ? 'unencrypted' : 'ok', 'T_GET_TASKS');
}

const meanings = {
  signature: 'signature',
  credentials: 'credentials',
  clock: 'clock',
  fault: 'refused',
  record: 'refused',
  platform: 'platform',
  unlisted: 'refused',
} as const satisfies Record<Refusal['reason'], Trial['kind']>;

function refusal({ code, reason }: Refusal, at: string, aheadMs: number): Trial {
  // 401_01 with a token of a moment ago: the token, not the signature, is what it does not know.
  const kind = code === '401_01' ? 'token' : meanings[reason];
  return { kind, at, detail: code, clockAheadMs: kind === 'clock' && aheadMs !== 0 ? aheadMs : null };
}
