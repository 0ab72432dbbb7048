import type { SettingRow, SettingsFileChange, SettingsFileView, SettingValue } from '../../../src/shared/settings.ts';
import { choiceText, groupText, text, type Language } from '../../../src/shared/texts/texts.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { groupOf, problemKey } from '../settings/setting-text.ts';

/** What a file of settings would change, or why it cannot be taken; a key that does not fit is named as in the file. */
export function FileChanges({ view: { changes, problems, system } }: { readonly view: SettingsFileView }) {
  const t = useText();
  const language = useLanguage();
  if (problems.length > 0) {
    return (
      <Card title={t('copy.problems')} icon="warning">
        <Rows label={t('copy.problems')}>
          {problems.map((problem) => (
            <Row
              key={problem.key}
              lead={<Icon name="warning" />}
              title={problem.key}
              detail={t(problemKey(problem), { detail: problem.detail })}
            />
          ))}
        </Rows>
      </Card>
    );
  }
  const count = changes.length + system.length;
  if (count === 0) return <p>{t('copy.same')}</p>;
  return (
    <Card title={t('copy.changes', { count })} icon="list">
      <Rows label={t('copy.changes', { count })}>
        {changes.map((change) => (
          <Row
            key={change.row.key}
            title={`${groupText(language, groupOf(change.row.key))} · ${change.row.label[language]}`}
            detail={beforeText(language, change)}
            aside={change.row.isSecret ? t('copy.secretAfter') : valueText(language, change.row, change.after)}
          />
        ))}
        {system.map((part) => (
          <Row key={part} title={t(`copy.system.${part}`)} />
        ))}
      </Rows>
    </Card>
  );
}

const beforeText = (language: Language, { row, before }: SettingsFileChange): string | undefined =>
  row.isSecret ? undefined : text(language, 'copy.before', { value: valueText(language, row, before) });

/** A value as a person reads it. */
function valueText(language: Language, row: SettingRow, value: SettingValue): string {
  if (value === null || value === '') return text(language, 'settings.empty');
  if (typeof value === 'boolean') return text(language, value ? 'kit.on' : 'kit.off');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, reading]) => `${name} ${reading}`)
      .join(', ');
  if (row.type === 'choice') return choiceText(language, row.key, String(value));
  return row.unit === null ? String(value) : `${String(value)} ${row.unit}`;
}
