import { useCallback, useEffect, useState } from 'react';
import type { SettingChanges, SettingProblem, SettingRow, SettingsView, SettingTiming } from '../../../src/shared/settings.ts';
import { useDraft } from '../../ui/kit/drafts.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';
import { enteredOf, readEntry, type Entered } from './setting-text.ts';

export type Draft = Readonly<Record<string, Entered>>;

/** What became of the last save. */
export type SaveState =
  | { readonly kind: 'idle' | 'saving' }
  | { readonly kind: 'saved'; readonly timing: SettingTiming }
  | { readonly kind: 'refused'; readonly problems: readonly SettingProblem[] }
  | { readonly kind: 'failed' | 'notApplied'; readonly code: string };

export interface Settings {
  readonly view: SettingsView | null;
  readonly draft: Draft;
  readonly state: SaveState;
  entered(row: SettingRow): Entered;
  /** Keeps what is entered; it waits in the draft until it is saved. */
  enter(key: string, value: Entered): void;
  /** Forgets what waits. */
  forget(): void;
  save(changes: SettingChanges): void;
  /** Saves what waits, as far as it can be read. */
  saveDraft(): void;
  /** What waits of these keys, as far as it can be read. */
  changesOf(keys: readonly string[]): SettingChanges['changes'];
  /** Somebody else has saved what waited of these keys. */
  saved(keys: readonly string[]): void;
}

const nothing: Draft = {};

/** The settings as main has them, and what was entered on top; the latter outlives the page. */
export function useSettings(): Settings {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [view, setView] = useState<SettingsView | null>(null);
  const [draft, setDraft] = useDraft<Draft>('settings', nothing);
  const [state, setState] = useState<SaveState>({ kind: 'idle' });

  const onError = useCallback(
    (error: unknown) => {
      const code = codeOf(error);
      if (code === 'admin.unauthorised') onExpired();
      else setState({ kind: 'failed', code });
    },
    [onExpired],
  );
  const load = useCallback(() => bridge.call('admin.settings', { session }).then(setView, onError), [bridge, session, onError]);
  useEffect(() => void load(), [load]);

  const forget = useCallback(
    (keys: readonly string[]) => {
      const left = Object.entries(draft).filter(([key]) => !keys.includes(key));
      setDraft(left.length === 0 ? undefined : Object.fromEntries(left));
    },
    [draft, setDraft],
  );
  const save = useCallback(
    (changes: SettingChanges) => {
      setState({ kind: 'saving' });
      bridge.call('admin.saveSettings', { session, ...changes }).then((outcome) => {
        setState(outcome);
        if (outcome.kind !== 'saved') return;
        forget([...Object.keys(changes.changes), ...changes.reset]);
        return load();
      }, onError);
    },
    [bridge, session, forget, load, onError],
  );
  const changesOf = (keys: readonly string[]): SettingChanges['changes'] => {
    const changes: SettingChanges['changes'] = {};
    for (const row of view?.rows ?? []) {
      const typed = draft[row.key];
      if (typed === undefined || !keys.includes(row.key)) continue;
      const read = readEntry(row, typed);
      if (read.kind === 'value') changes[row.key] = read.value;
    }
    return changes;
  };
  const enter = (key: string, value: Entered): void => {
    const row = view?.rows.find((known) => known.key === key);
    const before = row?.isSecret === true ? '' : enteredOf(view?.values[key]);
    const { [key]: _, ...others } = draft;
    const isSame = JSON.stringify(value) === JSON.stringify(before);
    const next = isSame ? others : { ...others, [key]: value };
    setDraft(Object.keys(next).length === 0 ? undefined : next);
    if (state.kind !== 'saving') setState({ kind: 'idle' });
  };
  return {
    view,
    draft,
    state,
    entered: (row) => draft[row.key] ?? (row.isSecret ? '' : enteredOf(view?.values[row.key])),
    enter,
    forget: () => {
      setDraft(undefined);
      setState({ kind: 'idle' });
    },
    save,
    saveDraft: () => save({ changes: changesOf(Object.keys(draft)), reset: [] }),
    changesOf,
    saved: (keys) => {
      forget(keys);
      void load();
    },
  };
}
