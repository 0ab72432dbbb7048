import { readLivenessDetail } from '../shared/refusal-detail.ts';
import { reasonsOf, type RefusalEntry } from '../shared/refusal-entry.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Refusal } from '../store/refusals.ts';
import type { Store } from '../store/store.ts';
import type { Calibration } from './calibration.ts';

export interface AdminLivenessParts {
  readonly store: Pick<Store, 'refusals' | 'find'>;
  readonly calibration: (lane: LaneNumber) => Calibration;
}

type Calls = Pick<CallHandlers, 'admin.calibration' | 'admin.calibrate' | 'admin.refusals' | 'admin.refusalPicture'>;

const PAGE = 20;

/** The admin side's calls about cameras and refused attempts. `require` throws when the session is not in use. */
export function adminLivenessCalls(parts: () => AdminLivenessParts, require: (session: string) => void): Calls {
  return {
    'admin.calibration': async ({ session, lane = 1 }) => {
      require(session);
      return parts().calibration(lane).view();
    },
    'admin.calibrate': async ({ session, act, lane = 1 }) => {
      require(session);
      return parts().calibration(lane).act(act);
    },
    'admin.refusals': async ({ session, beforeId, filter }) => {
      require(session);
      const { store } = parts();
      const reasons = reasonsOf[filter];
      const found = store.refusals.list({
        // One more than is shown tells whether there are more.
        limit: PAGE + 1,
        ...(beforeId === null ? {} : { beforeId }),
        ...(reasons === null ? {} : { reasons }),
      });
      const entries = found.slice(0, PAGE).map((refusal) => entryOf(refusal, store));
      return { entries, isLast: found.length <= PAGE };
    },
    'admin.refusalPicture': async ({ session, id }) => {
      require(session);
      return { jpeg: parts().store.refusals.picture(id) };
    },
  };
}

function entryOf({ detail, ...refusal }: Refusal, roster: Pick<Store, 'find'>): RefusalEntry {
  const liveness = detail === null ? null : readLivenessDetail(detail);
  const workerName = refusal.workerId === null ? null : (roster.find(refusal.workerId)?.name ?? null);
  return {
    id: refusal.id,
    atMs: refusal.atMs,
    reason: refusal.reason,
    lane: refusal.lane,
    workerId: refusal.workerId,
    hasPicture: refusal.hasPicture,
    workerName,
    takenFor: liveness?.takenFor ?? null,
    cues: [...(liveness?.cues ?? [])],
    detail: liveness === null ? detail : null,
  };
}
