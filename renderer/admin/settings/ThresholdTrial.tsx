import { useCallback, useEffect } from 'react';
import { changedBy, type ScoredPassage, type TuningView } from '../../../src/shared/tuning-view.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { listTime } from '../../ui/times.ts';
import { useAction } from '../use-action.ts';

/** More than a person looks through. */
const SHOWN = 20;

/** What the threshold as entered (null: as it is) would have made of the last passages. */
export function ThresholdTrial({ entered }: { readonly entered: number | null }) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [tuning, read] = useAction(useCallback((session: string) => bridge.call('tuning.passages', { session }), [bridge]));
  useEffect(read, [read]);
  return (
    <Card title={t('tuning.title')} icon="replay">
      {tuning.kind === 'done' && <Trial view={tuning.value} entered={entered} />}
      {tuning.kind === 'failed' && (
        <Outcome kind="bad" label={t('tuning.title')}>
          {t('admin.failed', { reason: faultText(language, tuning.code).what })}
        </Outcome>
      )}
    </Card>
  );
}

function Trial({
  view: { threshold: asked, passages },
  entered,
}: {
  readonly view: TuningView;
  readonly entered: number | null;
}) {
  const t = useText();
  const threshold = entered ?? asked;
  const count = passages.length;
  if (threshold === null || count === 0) return <p>{t('tuning.none')}</p>;
  const changed = changedBy(passages, threshold);
  const params = { threshold: threshold.toFixed(2), count, changed: changed.length };
  return (
    <>
      {asked !== null && <p>{t('tuning.now', { threshold: asked.toFixed(2), count })}</p>}
      <p role="status">
        <strong>{t(changed.length === 0 ? 'tuning.same' : 'tuning.changes', params)}</strong>
      </p>
      {changed.length > 0 && (
        <Rows label={t('tuning.changes', params)}>
          {changed.slice(0, SHOWN).map((passage) => (
            <PassageRow key={`${passage.kind} ${String(passage.id)}`} passage={passage} />
          ))}
          {changed.length > SHOWN && <Row title={t('tuning.more', { count: changed.length - SHOWN })} />}
        </Rows>
      )}
    </>
  );
}

function PassageRow({ passage: { kind, atMs, score, name } }: { readonly passage: ScoredPassage }) {
  const t = useText();
  const who = name === null ? t('tuning.nobody') : kind === 'punch' ? name : t('tuning.like', { name });
  return (
    <Row
      title={who}
      detail={`${listTime(atMs)} · ${t('tuning.score', { score: score.toFixed(3) })}`}
      aside={t(kind === 'punch' ? 'tuning.lost' : 'tuning.gained')}
    />
  );
}
