import { SetupState, type SetupStep } from '../shared/setup.ts';
import type { Meta } from '../store/meta.ts';

const NOTE = 'setup';
const never: SetupState = { progress: 'never', done: [], later: [] };

/** How far the first start went; kept in the database, so that a power cut in the middle of it loses nothing. */
export function setupProgress(meta: Pick<Meta, 'get'>): SetupState {
  const note = meta.get(NOTE);
  if (note === null) return never;
  try {
    return SetupState.parse(JSON.parse(note));
  } catch {
    return never;
  }
}

/** The walk was begun or `finished`, or a step of it was done, or left for later. */
export function noteSetup(
  meta: Pick<Meta, 'get' | 'set'>,
  what: { readonly step: SetupStep; readonly isDone: boolean } | 'begun' | 'finished',
): SetupState {
  const before = setupProgress(meta);
  const next: SetupState =
    typeof what === 'string'
      ? { ...before, progress: what === 'finished' ? 'done' : 'begun' }
      : {
          progress: before.progress === 'done' ? 'done' : 'begun',
          done: [...before.done.filter((step) => step !== what.step), ...(what.isDone ? [what.step] : [])],
          later: [...before.later.filter((step) => step !== what.step), ...(what.isDone ? [] : [what.step])],
        };
  meta.set(NOTE, JSON.stringify(next));
  return next;
}
