import { useCallback, useEffect } from 'react';
import type { PunchStory } from '../../../src/shared/punch-view.ts';
import { Askable } from '../../ui/Askable.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { fullTime } from '../../ui/times.ts';
import { LazyPicture } from '../lists/LazyPicture.tsx';
import { ListFailure } from '../lists/ListFailure.tsx';
import { useAction } from '../use-action.ts';
import { useOfLane } from '../use-of-lane.ts';
import { PunchSteps } from './PunchSteps.tsx';
import { useRetry } from './use-retry.ts';

/** Number of a face among the kinds of attendance; with a card besides, the face is the main one. */
const FACE = 1;

/** One punch: both pictures, score, and what happened, step by step. */
export function PunchPage({ id, onBack }: { readonly id: number; readonly onBack: () => void }) {
  const t = useText();
  const { bridge } = useParts();
  const [read, look] = useAction(useCallback((session: string) => bridge.call('admin.punch', { session, id }), [bridge, id]));
  useEffect(look, [look]);
  const punch = read.kind === 'done' ? read.value.punch : null;
  if (punch === null) {
    return (
      <Page title={t('punches.title', { id })} onBack={onBack}>
        {read.kind === 'done' && <EmptyState icon="clock" title={t('punches.gone')} />}
        <ListFailure code={read.kind === 'failed' ? read.code : null} />
      </Page>
    );
  }
  return <ThePunch punch={punch} onBack={onBack} onChanged={look} />;
}

function ThePunch({ punch, onBack, onChanged }: { readonly punch: PunchStory; onBack(): void; onChanged(): void }) {
  const t = useText();
  const ofLane = useOfLane();
  const [isBusy, retry] = useRetry(punch.id, onChanged);
  return (
    <Page
      title={punch.name ?? t('punches.removed', { id: punch.workerId })}
      about={ofLane(punch.lane, `${t(punch.direction === 'in' ? 'kiosk.in' : 'kiosk.out')} ${fullTime(punch.atMs)}`)}
      onBack={onBack}
      actions={
        punch.upload === 'setAside' && (
          <Askable call="admin.retryPunches">
            {' '}
            <Button kind="act" icon="replay" isBusy={isBusy} onPress={retry}>
              {t('punches.retry')}
            </Button>
          </Askable>
        )
      }
    >
      <div className="punch">
        <div className="pair">
          <figure>
            <LazyPicture
              of={punch.hasPicture ? { kind: 'punch', id: punch.id } : null}
              label={t('punches.picture.gate')}
              none={t('punches.noPicture')}
              isLarge
            />
            <figcaption>{t('punches.picture.gate')}</figcaption>
          </figure>
          <figure>
            <LazyPicture
              of={punch.hasPhotograph ? { kind: 'person', id: punch.workerId } : null}
              label={t('punches.picture.enrolled')}
              none={t('people.noPhotograph')}
              isLarge
            />
            <figcaption>{t('punches.picture.enrolled')}</figcaption>
          </figure>
        </div>
        <div className="punch__words">
          <Card title={t('punches.story')} icon="list">
            <PunchSteps punch={punch} />
          </Card>
          <Card title={t('punches.score.title')} icon="look">
            {punch.kind === FACE ? <Score score={punch.score} threshold={punch.threshold} /> : <p>{t('punches.noFace')}</p>}
            <p className="number punch__id">{punch.workerId}</p>
          </Card>
        </div>
      </div>
    </Page>
  );
}

/** Cosine against its threshold, as a bar with a mark: 0 at the left, 1 at the right. */
function Score({ score, threshold }: { readonly score: number; readonly threshold: number }) {
  const t = useText();
  const percent = (value: number): string => `${String(Math.round(Math.min(1, Math.max(0, value)) * 100))}%`;
  return (
    <div className="score">
      <div className="score__bar" aria-hidden="true">
        <div className="score__fill" style={{ width: percent(score) }} />
        <div className="score__mark" style={{ left: percent(threshold) }} />
      </div>
      <p className="number">{t('punches.score', { score: score.toFixed(2), threshold: threshold.toFixed(2) })}</p>
    </div>
  );
}
