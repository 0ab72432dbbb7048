import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { picturedStates } from '../shared/ipc/contract.ts';
import type { Log } from '../shared/log.ts';
import { AttackAlarm } from './attack-alarm.ts';
import { livenessMode } from './kiosk-settings.ts';
import type { LaneBoard } from './lane-board.ts';

export interface LivenessStateParts {
  readonly config: Pick<Config, 'liveness' | 'cameras'>;
  readonly board: LaneBoard;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the status says of liveness: how it is told, whether it can be told, whether somebody tries copies. */
export class LivenessState {
  readonly #parts: LivenessStateParts;
  readonly #alarm: AttackAlarm;
  #isReady = false;

  constructor(parts: LivenessStateParts) {
    const { clock, log, config } = parts;
    this.#parts = parts;
    const { alarmAttacks, alarmMinutes } = config.liveness;
    this.#alarm = new AttackAlarm({ attacks: alarmAttacks, withinMs: alarmMinutes * 60_000, clock, log });
    this.show();
  }

  /** Recognition runs; `isAvailable`: with the means that the configured mode needs. */
  ready(isAvailable: boolean): void {
    this.#isReady = isAvailable;
    this.show();
  }

  attacked(): void {
    this.#alarm.note();
    this.show();
  }

  /** Call about once a second: cameras change and alarms end. */
  show(): void {
    const { board, config } = this.#parts;
    const mode = livenessMode(config);
    if (mode === 'off') return board.set('liveness', 'off');
    if (this.#alarm.isOn) return board.set('liveness', 'underAttack');
    if (!this.#isReady) return board.set('liveness', 'notAvailable');
    if (mode === 'challenge') return board.set('liveness', 'challenge');
    const infrared = board.stateOf('cameraInfrared') ?? 'notConfigured';
    if (picturedStates.includes(infrared)) board.set('liveness', 'ok');
    else board.set('liveness', 'notAvailable', `cameraInfrared.${infrared}`);
  }
}
