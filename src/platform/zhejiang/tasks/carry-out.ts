import { Fault } from '../../../shared/fault.ts';
import type { Log } from '../../../shared/log.ts';
import type { PhotographHosts } from '../../photograph-hosts.ts';
import type { FirmwareUpdater, Progress, RosterSync } from '../../ports.ts';
import type { ZhejiangConfig } from '../config.ts';
import { troubleOf } from '../error-policy.ts';
import type { HttpClient, TaskRequest } from '../http-client.ts';
import type { Problems } from '../../problems.ts';
import type { Reply } from '../reply.ts';

/** 3.2.2: what happened to one person; `errCode` as in design of the task status. */
export interface Failure {
  readonly personId: string;
  /** 404_1 picture unobtainable, 404_2 no face, 404_3 several faces, 404_4 quality, 404_5 record invalid. */
  readonly errCode: '404_1' | '404_2' | '404_3' | '404_4' | '404_5';
}

/** How a task ended; what is to be reported. */
export type TaskResult =
  | { readonly state: 'done'; readonly failedPersons?: readonly Failure[]; readonly failedFaces?: readonly Failure[] }
  | { readonly state: 'failed' | 'unsupported' };

/** What carrying out a task leans on. */
export interface TaskTools {
  readonly config: ZhejiangConfig;
  readonly http: HttpClient;
  readonly roster: RosterSync;
  readonly firmware: FirmwareUpdater;
  readonly problems: Problems;
  readonly log: Log;
  readonly photographs: PhotographHosts;
  readonly progress: (people: Progress | null) => void;
  readonly signal: AbortSignal;
}

/** Faults that a technician sees because they will not pass by themselves. */
const lasting: readonly string[] = ['platform.replySignature', 'platform.cannotDecrypt', 'platform.badReply'];

/** Faults that mean that the HTTP side was not reached. */
const unreached: readonly string[] = ['platform.offline', 'platform.timeout', 'platform.certificate'];

/**
 * Asks the platform. Null: it refuses this task itself. Rejects with `Fault` `platform.*` where another try may succeed.
 */
export async function ask({ http, problems }: Pick<TaskTools, 'http' | 'problems'>, request: TaskRequest): Promise<Reply | null> {
  try {
    const outcome = await http.call(request);
    problems.clear('http');
    if (outcome.kind === 'refused') {
      const trouble = troubleOf(outcome);
      if (trouble) problems.raise('tasks', `${outcome.code} ${outcome.reason}`, trouble);
      if (outcome.reason === 'record') return null;
      throw new Fault('platform.rejected', `${request.apicode} refused with ${outcome.code}`);
    }
    problems.clear('tasks');
    return outcome.reply;
  } catch (error) {
    if (error instanceof Fault && lasting.includes(error.code)) problems.raise('tasks', error.code);
    // The other line may be well: a terminal that gets no people must not look well.
    if (error instanceof Fault && unreached.includes(error.code)) problems.raise('http', `http ${error.code}`, 'offline');
    throw error;
  }
}
