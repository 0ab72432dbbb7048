import { useCallback, useEffect, useState } from 'react';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { listTime } from '../../ui/times.ts';
import { useAction } from '../use-action.ts';

const levels = ['error', 'warn', 'all'] as const;
type Level = (typeof levels)[number];
/** More than a person reads before a screen. */
const SHOWN = 50;

/** The newest lines of the log; what went wrong first. */
export function LogCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [level, setLevel] = useState<Level>('warn');
  const call = useCallback((session: string) => bridge.call('admin.logs', { session, level }), [bridge, level]);
  const [log, read] = useAction(call);
  useEffect(read, [read]);
  const lines = log.kind === 'done' ? log.value.lines.slice(0, SHOWN) : [];
  return (
    <Card title={t('logs.title')}>
      <Choices<Level>
        label={t('logs.level')}
        choices={levels.map((value) => ({ value, words: t(`logs.level.${value}`) }))}
        value={level}
        onChange={setLevel}
      />
      {log.kind === 'done' && lines.length === 0 && <p>{t('logs.none')}</p>}
      {lines.length > 0 && (
        <Rows label={t('logs.title')}>
          {lines.map(({ at, area, event, details }, index) => (
            <Row key={`${at} ${String(index)}`} title={`${area} · ${event}`} detail={details} aside={listTime(Date.parse(at))} />
          ))}
        </Rows>
      )}
      {log.kind === 'failed' && (
        <Outcome kind="bad" label={t('logs.title')}>
          {t('admin.failed', { reason: faultText(language, log.code).what })}
        </Outcome>
      )}
    </Card>
  );
}
