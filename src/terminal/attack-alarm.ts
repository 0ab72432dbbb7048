import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';

export interface AttackAlarmParts {
  /** So many attacks within so long raise the alarm, which lasts as long after the last of them. */
  readonly attacks: number;
  readonly withinMs: number;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

/** Somebody tries it again and again: worth a person's walk to the gate. */
export class AttackAlarm {
  readonly #parts: AttackAlarmParts;
  #times: readonly number[] = [];
  #untilMs = -Infinity;

  constructor(parts: AttackAlarmParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#parts.clock.monotonic() < this.#untilMs;
  }

  /** A passage was refused as an attack. */
  note(): void {
    const { attacks, withinMs, clock, log } = this.#parts;
    const nowMs = clock.monotonic();
    this.#times = [...this.#times.filter((atMs) => nowMs - atMs < withinMs), nowMs];
    if (this.#times.length < attacks) return;
    if (!this.isOn) log.warn('liveness', 'attackAlarm', { attacks: this.#times.length, withinMinutes: withinMs / 60_000 });
    this.#untilMs = nowMs + withinMs;
  }
}
