import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import { laneSubject, type LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';

export interface FireAlarmParts {
  readonly store: Pick<Store, 'audit' | 'meta'>;
  /** Lanes that have a fire input. */
  readonly wired: readonly LaneNumber[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Where the lanes are kept whose fire inputs were last read active. */
const NOTE = 'gate.fire';

/**
 * A fire is a fire for every lane, whichever has the input. What an input last said outlives the program: where its cable burnt
 * before a restart nobody may be shut in. A fire whose input is no longer configured could never end, and is dropped.
 */
export class FireAlarm {
  readonly #parts: FireAlarmParts;
  readonly #burning: Set<LaneNumber>;

  constructor(parts: FireAlarmParts) {
    this.#parts = parts;
    const kept = lanesIn(parts.store.meta.get(NOTE));
    this.#burning = new Set(kept.filter((lane) => parts.wired.includes(lane)));
    for (const lane of kept) if (!this.#burning.has(lane)) this.#drop(lane);
  }

  /** Whether the fire input of any lane is active, or was when it was last read. */
  get isBurning(): boolean {
    return this.#burning.size > 0;
  }

  /** What the fire input of a lane says; answers whether any of them is active. */
  report(lane: LaneNumber, isActive: boolean): boolean {
    if (isActive) this.#burning.add(lane);
    else this.#burning.delete(lane);
    return this.isBurning;
  }

  /** Writes down what was reported, to be called once the gates are released: people come before the disk. Throws `store.*`. */
  keep(): void {
    this.#parts.store.meta.set(NOTE, [...this.#burning].join(' '));
  }

  #drop(lane: LaneNumber): void {
    const { store, clock, log } = this.#parts;
    log.warn('gate', 'fireDropped', { lane });
    try {
      store.audit.add({ atMs: clock.now(), actor: 'system', action: 'gate.fireDropped', subject: laneSubject(lane) });
      this.keep();
    } catch (error) {
      const { code } = Fault.from(error, 'store.failed', 'that a fire was dropped could not be written down');
      log.error('gate', 'fireDroppedUnwritten', { code });
    }
  }
}

const lanesIn = (kept: string | null): readonly LaneNumber[] =>
  ([1, 2] as const).filter((lane) => (kept ?? '').split(' ').includes(String(lane)));
