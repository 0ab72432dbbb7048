import type { Clock } from '../../shared/clock.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import { ModbusClient, type Exchange } from './client.ts';
import type { ModbusRequest } from './frame.ts';
import type { LineCounters } from './line-counters.ts';

export interface ModbusBusOptions {
  readonly openLink: OpenLink;
  readonly baudRate: number;
  readonly clock: Clock;
}

/** One relay's share of a line, from joining it to leaving it. */
export interface BusMember {
  /** False once the line was lost. */
  readonly isOpen: boolean;
  readonly hasLocalEcho: boolean;
  /** Resolves when the line is lost or closed. */
  readonly lost: Promise<void>;
  /** As `ModbusClient.exchange`; waits for those that others on the line asked for before. */
  exchange(request: ModbusRequest, timeoutMs: number): Promise<Exchange>;
  /**
   * The line is closed with its last member. `isSilent`: nothing answered this member any more; unless others were answered
   * meanwhile the line itself is to blame, and is closed for all of them.
   */
  leave(isSilent: boolean): Promise<void>;
}

interface Line {
  readonly link: ByteLink;
  readonly client: ModbusClient;
  readonly reading: Promise<void>;
  readonly members: Set<BusMember>;
  /** Ends with the exchange that was asked for last. */
  turn: Promise<unknown>;
  /** Answers to anybody. */
  answers: number;
}

/** A serial line that several relays share: one request at a time, in the order of asking. Opened by the first who joins. */
export class ModbusBus {
  readonly #options: ModbusBusOptions;
  #line: Promise<Line> | null = null;

  constructor(options: ModbusBusOptions) {
    this.#options = options;
  }

  /** Rejects with `Fault` `link.openFailed`, also when the `signal` of whoever opens the line aborts first. */
  async join(signal: AbortSignal, counters: LineCounters): Promise<BusMember> {
    this.#line ??= this.#open(signal, counters);
    const line = await this.#line;
    const member = memberOf(line, counters);
    line.members.add(member);
    return member;
  }

  async #open(signal: AbortSignal, counters: LineCounters): Promise<Line> {
    const { openLink, baudRate, clock } = this.#options;
    try {
      const link = await openLink(signal);
      const client = new ModbusClient(link, { baudRate, clock, counters });
      // Whoever comes now opens the line anew, once the port is free again.
      const reading = client.run().then(async () => {
        await link.close();
        this.#line = null;
      });
      return { link, client, reading, members: new Set(), turn: Promise.resolve(), answers: 0 };
    } catch (error) {
      this.#line = null;
      throw error;
    }
  }
}

function memberOf(line: Line, counters: LineCounters): BusMember {
  const { client, link, members, reading } = line;
  let answersWhenHeard = line.answers;
  const exchange = async (request: ModbusRequest, timeoutMs: number): Promise<Exchange> => {
    const done = await client.exchange(request, timeoutMs, counters);
    if (done.kind === 'answered') answersWhenHeard = line.answers += 1;
    return done;
  };
  const member: BusMember = {
    get isOpen() {
      return client.isOpen;
    },
    get hasLocalEcho() {
      return client.hasLocalEcho;
    },
    lost: reading,
    exchange: (request, timeoutMs) => {
      const asked = line.turn.then(() => exchange(request, timeoutMs));
      line.turn = asked.catch(() => undefined);
      return asked;
    },
    leave: async (isSilent) => {
      members.delete(member);
      const isLineSilent = isSilent && line.answers === answersWhenHeard;
      if (members.size > 0 && !isLineSilent) return;
      await link.close();
      await reading;
    },
  };
  return member;
}
