import { configOfLane, lanesOf } from '../config/lane-config.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import type { Store } from '../store/store.ts';
import { Calibration } from './calibration.ts';
import { CaptureWatch } from './capture-watch.ts';
import { LiveWatch } from './live-watch.ts';

export interface OnlookersParts {
  readonly config: Config;
  readonly store: Pick<Store, 'find' | 'meta' | 'audit'>;
  readonly clock: Clock;
}

interface Onlooker {
  readonly live: LiveWatch;
  readonly capture: CaptureWatch;
  readonly calibration: Calibration;
}

/** Who looks on at each lane for somebody that sets it up or takes people in; what the gate decides is none of their business. */
export class Onlookers {
  readonly #byLane: ReadonlyMap<LaneNumber, Onlooker>;

  constructor({ config, store, clock }: OnlookersParts) {
    const { meta, audit } = store;
    this.#byLane = new Map(
      lanesOf(config).map((lane) => {
        const own = configOfLane(config, lane);
        const { cameras, liveness } = own;
        const calibration = new Calibration({ meta, audit, cameras, baselineMm: liveness.baselineMm, clock, lane });
        const live = new LiveWatch({ config: own, lane, store, clock });
        return [lane, { calibration, live, capture: new CaptureWatch(clock) }];
      }),
    );
  }

  /** Throws `ipc.rejected` for a lane that this terminal has not: nobody means another one then. */
  at(lane: LaneNumber): Onlooker {
    const found = this.#byLane.get(lane);
    if (found === undefined) throw new Fault('ipc.rejected', `this terminal has no lane ${String(lane)}`);
    return found;
  }

  observe(observation: FrameObservation, lane: LaneNumber): void {
    const { live, calibration, capture } = this.at(lane);
    calibration.observe(observation);
    live.observe(observation);
    capture.observe(observation);
  }
}
