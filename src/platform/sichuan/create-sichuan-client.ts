import { CallWatch } from '../call-watch.ts';
import { OutboxPump } from '../outbox-pump.ts';
import type { PlatformClient, PlatformHost } from '../ports.ts';
import { pause } from '../pause.ts';
import { serialRoster } from '../serial-roster.ts';
import { PlatformClock } from '../platform-clock.ts';
import { Problems } from '../problems.ts';
import { TaskReports } from '../task-reports.ts';
import { Calls } from './calls.ts';
import { settle, usualTiming, type SichuanConfig, type Timing } from './config.ts';
import { Heartbeat } from './heartbeat.ts';
import { Pace } from './pace.ts';
import { registerPerson, type RegistrationOutcome } from './register-person.ts';
import type { Registration } from './registration.ts';
import { timestampText } from './requests.ts';
import { encryptText } from './sm4.ts';
import { sm4KeyOf } from './sm4-key.ts';
import { Sm4Thread } from './sm4-thread.ts';
import { PendingTasks } from './tasks/pending-tasks.ts';
import { retResult } from './tasks/ret-result.ts';
import { TaskRunner } from './tasks/task-runner.ts';
import { mostRecords, uploadPunches } from './upload.ts';

/** An orderly stop waits this long for the answer to a packet under way. */
const LAST_ANSWER_MS = 1_000;

/** The client of 四川's platform. */
export interface SichuanClient extends PlatformClient {
  /** 5.2 RegistData, for an enrolment station. Rejects with `Fault` `platform.*` when no answer came: he may or may not be registered. */
  register(person: Registration): Promise<RegistrationOutcome>;
}

/** New punches do not wait for a packet of the backlog that is under way. */
const packetsAtOnce = 2;

/**
 * The client of 四川's platform (考勤设备数据对接协议), running at once. Throws `Fault` `config.invalid` when an address, a key or
 * a file of the configuration cannot be used. `timing`: other limits than the usual, for tests.
 */
export function createSichuanClient(config: SichuanConfig, host: PlatformHost, timing: Partial<Timing> = {}): SichuanClient {
  const settings = settle(config);
  const key = sm4KeyOf(config);
  const { clock, log, random } = host;
  const limits: Timing = { ...usualTiming, ...timing };
  const stop = new AbortController();
  const signal = stop.signal;

  const problems = new Problems(host.report, new URL(settings.baseUrl));
  const thread = new Sm4Thread({ ...key, encoding: settings.sm4Encoding }, limits.sm4Ms, log);
  const write = (atMs: number): string => timestampText(atMs, settings.timestamp, settings.utcOffsetMinutes);
  const calls = new Calls({
    settings,
    clock: new PlatformClock(clock, write, log, problems),
    pace: new Pace(limits.tooOften, clock, random),
    thread,
    problems,
    timing: limits,
    watch: new CallWatch(clock, host.called),
    log,
    signal,
  });

  const pump = new OutboxPump({
    outbox: host.outbox,
    send: (batch) => uploadPunches(batch, { calls, settings, encrypt: (text) => encryptText(text, key, settings.sm4Encoding) }),
    batchSize: mostRecords,
    maxInFlight: packetsAtOnce,
    clock,
    log,
    random,
  });

  const pending = new PendingTasks();
  const shared = { sn: settings.sn, calls, problems, ledger: host.tasks, pending, clock, log, random, timing: limits, signal };
  const reports = new TaskReports({
    tell: (task) => retResult(task, shared),
    onReported: (taskId) => {
      pending.forget(taskId);
      problems.clear('RetResult');
    },
    ledger: host.tasks,
    waits: limits.task,
    clock,
    random,
    log,
    signal,
  });
  const people = { roster: serialRoster(host.roster), thread, progress: host.progress, signal };
  const runner = new TaskRunner({ ...shared, people, reports });

  problems.link('connecting');
  // A heartbeat is minutes away from the next: uploads find out for themselves whether the platform is there.
  pump.setOnline(true);
  runner.resume();
  const heartbeat = new Heartbeat({
    settings,
    calls,
    problems,
    timing: limits,
    log,
    random,
    onBack: () => {
      // Forgets the waits of an outage.
      pump.setOnline(false);
      pump.setOnline(true);
      runner.hurry();
    },
    onTasks: (taskIds) => runner.listed(taskIds),
  });

  return {
    punchMade: () => pump.punchMade(),
    register: (person) => registerPerson(person, { calls, settings, thread }),
    close: async () => {
      // The answer to a packet under way is waited for, or the packet is sent again at the next start.
      const sent = pump.close();
      await Promise.race([sent, pause(LAST_ANSWER_MS, stop.signal)]);
      stop.abort();
      await Promise.all([heartbeat.close(), sent, runner.close(), reports.close()]);
      await thread.close();
    },
  };
}
