import type { SettingProblem, SettingRow } from '../../../src/shared/settings.ts';
import { choiceText, text, type Language } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Select } from '../../ui/kit/Select.tsx';
import { Stepper } from '../../ui/kit/Stepper.tsx';
import { Switch } from '../../ui/kit/Switch.tsx';
import { TextField } from '../../ui/kit/TextField.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { MapField } from './MapField.tsx';
import { problemKey, readEntry, stepOf, type Entered } from './setting-text.ts';

interface SettingFieldProps {
  readonly row: SettingRow;
  readonly entered: Entered;
  readonly isChanged: boolean;
  /** The stored value is not the default. */
  readonly isSet: boolean;
  readonly problem: SettingProblem | undefined;
  onEnter(value: Entered): void;
  onReset(): void;
}

/** One setting as a field, by what the schema says of it. */
export function SettingField({ row, entered, isChanged, isSet, problem, onEnter, onReset }: SettingFieldProps) {
  const t = useText();
  const language = useLanguage();
  const read = readEntry(row, entered);
  const wrong = isChanged && read.kind === 'wrong' ? text(language, read.key, read.params) : null;
  const common = {
    label: row.label[language],
    help: row.help[language],
    problem: wrong ?? (problem === undefined ? null : t(problemKey(problem), { detail: problem.detail })),
    foot: <Foot row={row} isChanged={isChanged} isSet={isSet} onReset={onReset} />,
  };
  const typed = typeof entered === 'string' ? entered : '';
  switch (row.type) {
    case 'yesNo':
      return <Switch {...common} isOn={entered === true} onChange={onEnter} />;
    case 'choice':
      return (
        <Select
          {...common}
          value={typed}
          choices={row.choices.map((value) => ({ value, words: choiceText(language, row.key, value) }))}
          onChange={onEnter}
        />
      );
    case 'integer':
    case 'number':
      return (
        <Stepper
          {...common}
          unit={row.unit}
          value={typed}
          step={stepOf(row)}
          least={row.least}
          most={row.most}
          onChange={onEnter}
        />
      );
    case 'map':
      return <MapField {...common} value={typeof entered === 'object' ? entered : {}} onChange={onEnter} />;
    case 'text':
      return (
        <TextField
          {...common}
          value={typed}
          keys={keysOf(row.key)}
          isSecret={row.isSecret}
          placeholder={row.isSecret && isSet ? t('settings.secretSet') : row.isNullable ? t('settings.empty') : ''}
          mostCharacters={row.mostCharacters}
          onChange={onEnter}
        />
      );
  }
}

const keysOf = (key: string) =>
  key === 'device.siteName' || key.startsWith('speech.phrases') ? 'pinyin' : key.endsWith('tcp') ? 'address' : 'text';

function Foot({ row, isChanged, isSet, onReset }: Pick<SettingFieldProps, 'row' | 'isChanged' | 'isSet' | 'onReset'>) {
  const t = useText();
  const language = useLanguage();
  const bounds =
    row.least !== null || row.most !== null ? t('settings.range', { least: row.least ?? '', most: row.most ?? '' }) : null;
  const standard = standardText(row, language);
  return (
    <div className="setting__foot">
      <p className="field__help">
        {[bounds, standard === null ? null : t('settings.default', { value: standard })]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      {isSet && !isChanged && !row.isSecret && (
        <Button icon="replay" onPress={onReset}>
          {t('settings.reset')}
        </Button>
      )}
    </div>
  );
}

function standardText(row: SettingRow, language: Language): string | null {
  if (row.type === 'map' || row.isSecret || row.default === null || row.default === '') return null;
  if (row.type === 'yesNo') return text(language, row.default === true ? 'kit.on' : 'kit.off');
  if (typeof row.default === 'object') return null;
  const standard = String(row.default);
  return row.type === 'choice' ? choiceText(language, row.key, standard) : standard;
}
