import { SettingField } from '../settings/SettingField.tsx';
import type { Settings } from '../settings/use-settings.ts';

/** Some settings as fields, in the order named; changes wait in the draft. */
export function SettingRows({ settings, keys }: { readonly settings: Settings; readonly keys: readonly string[] }) {
  const { view, draft, state, entered, enter } = settings;
  const problems = state.kind === 'refused' ? state.problems : [];
  return keys.flatMap((key) => {
    const row = view?.rows.find((known) => known.key === key);
    if (row === undefined) return [];
    return [
      <SettingField
        key={key}
        row={row}
        entered={entered(row)}
        isChanged={draft[key] !== undefined}
        isSet={row.isSecret && (view?.secretsSet.includes(key) ?? false)}
        problem={problems.find((problem) => problem.key === key)}
        onEnter={(value) => enter(key, value)}
        onReset={() => undefined}
      />,
    ];
  });
}
