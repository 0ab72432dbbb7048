import type { PlatformClient, PlatformHost } from '../ports.ts';
import { fetchPhotograph } from '../fetch-photograph.ts';
import { CallWatch } from '../call-watch.ts';
import { OutboxPump } from '../outbox-pump.ts';
import { pause } from '../pause.ts';
import { PhotographHosts } from '../photograph-hosts.ts';
import { PlatformClock } from '../platform-clock.ts';
import { serialRoster } from '../serial-roster.ts';
import { TaskReports } from '../task-reports.ts';
import { isObject, type Json } from '../tolerant-json.ts';
import { wireTime } from '../wire-time.ts';
import { Fault } from '../../shared/fault.ts';
import { Authority } from './authority.ts';
import { loadCodec, ownProtoFile, type WireReply } from './codec.ts';
import { Commands } from './commands.ts';
import { checkConfig, readCa, usualTiming, type Timing, type ZhejiangConfig } from './config.ts';
import { createHttpClient } from './http-client.ts';
import { Problems } from '../problems.ts';
import { readWireReply } from './reply.ts';
import { loadDecryptor } from './rsa.ts';
import { sendPunch } from './send-punch.ts';
import { idsOf, readPushedOrder } from './tasks/order.ts';
import { TaskRunner } from './tasks/task-runner.ts';
import { StatusUpdates } from './tasks/update-status.ts';
import { TcpSession } from './tcp-session.ts';

const beijingMinutes = 8 * 60;
/** An orderly stop waits this long for the answer to a punch under way. */
const LAST_ANSWER_MS = 1_000;

/**
 * The client of 浙江's platform (附件二), running at once. Throws `Fault` `config.invalid` when an address, a key or a file of the
 * configuration cannot be used. `timing`: other limits than the usual, for tests.
 */
export function createZhejiangClient(config: ZhejiangConfig, host: PlatformHost, timing: Partial<Timing> = {}): PlatformClient {
  checkConfig(config);
  const { clock, log, random } = host;
  const limits: Timing = { ...usualTiming, ...timing };
  const stop = new AbortController();
  const signal = stop.signal;
  const codec = loadCodec(config.protoFile ?? ownProtoFile());
  const decryptor = config.privateKeyFile === null ? null : loadDecryptor(config.privateKeyFile);
  const ca = readCa(config.caFile);
  const problems = new Problems(host.report, new URL(config.http));
  const roster = serialRoster(host.roster);

  const write = (atMs: number): string => wireTime(atMs, config.utcOffsetMinutes ?? beijingMinutes);
  const platformClock = new PlatformClock(clock, write, log, problems);
  const watch = new CallWatch(clock, host.called);
  const commands = new Commands({ config, clock: platformClock, decryptor, link: () => session.link, watch });
  const correctClock = async (): Promise<boolean> => {
    try {
      return platformClock.correct(await http.date(), platformClock.aheadMs) !== null;
    } catch (error) {
      log.warn('platform', 'noDate', { code: Fault.from(error, 'platform.offline', '').code });
      return false;
    }
  };
  const authority = new Authority({
    authenticate: () => commands.authenticate(),
    correctClock,
    clock,
    tokenIdleMs: limits.tokenIdleMs,
  });
  const http = createHttpClient({ config, authority, decryptor, ca, timing: limits, watch, log, signal });

  const tools = {
    config,
    http,
    roster,
    firmware: host.firmware,
    problems,
    log,
    photographs: new PhotographHosts({
      fetch: (url) => fetchPhotograph(url, { timeoutMs: limits.photographMs, ca, proxy: config.proxy ?? null, random, signal }),
      problems,
      log,
      signal,
    }),
    progress: host.progress,
    signal,
  };
  const shared = { tools, ledger: host.tasks, clock, random, timing: limits };
  const updates = new StatusUpdates(tools);
  const reports = new TaskReports({
    tell: (task) => updates.tell(task),
    onReported: (taskId) => updates.forget(taskId),
    ledger: host.tasks,
    waits: limits.task,
    clock,
    random,
    log,
    signal,
  });
  const runner = new TaskRunner({ ...shared, reports });

  const pump = new OutboxPump({
    outbox: host.outbox,
    send: ([punch]) => sendPunch(punch, { commands, authority, problems, signedMembers: config.signedMembers ?? 'table' }),
    batchSize: 1,
    maxInFlight: 1, // replies carry only their apicode: one C_SIGN_IN at a time
    clock,
    log,
    random,
  });

  /** Takes up the tasks that a heartbeat's answer names (2.2.3); false when it names none. */
  const offered = (response: Json | undefined): boolean => {
    const taskIds = isObject(response) ? idsOf(response['taskids']) : [];
    try {
      runner.offered(taskIds);
    } catch (error) {
      log.error('platform', 'ledgerFailed', { code: Fault.from(error, 'store.failed', 'the ledger failed').code });
    }
    return taskIds.length > 0;
  };

  /** 1.2: what arrives without having been asked for is an order, or is logged. */
  const onPushed = async (packet: WireReply): Promise<void> => {
    const { response } = await readWireReply({ ...packet, success: true }, decryptor);
    const order = readPushedOrder(packet.apicode, response);
    if (order) runner.command(order);
    else if (!offered(response)) log.warn('platform', 'unexpectedPacket', { apicode: packet.apicode.slice(0, 32) });
  };

  const session: TcpSession = new TcpSession({
    address: config.tcp,
    heartbeatSeconds: config.heartbeatSeconds,
    deviceVersion: host.deviceVersion,
    codec,
    commands,
    authority,
    problems,
    timing: limits,
    log,
    random,
    onOnline: (isOnline) => {
      pump.setOnline(isOnline);
      if (isOnline) runner.hurry();
    },
    onHeartbeat: ({ response }) => offered(response),
    onPushed: (packet) => {
      onPushed(packet).catch((error: unknown) => {
        log.warn('platform', 'pushedUnreadable', { code: Fault.from(error, 'platform.badReply', '').code });
      });
    },
  });

  problems.link('connecting');
  runner.resume();
  session.start();
  return {
    punchMade: () => pump.punchMade(),
    close: async () => {
      // The answer to a punch under way is waited for, or the punch is sent again at the next start.
      const sent = pump.close();
      await Promise.race([sent, pause(LAST_ANSWER_MS, signal)]);
      stop.abort();
      await session.close();
      await Promise.all([sent, runner.close(), reports.close()]);
    },
  };
}
