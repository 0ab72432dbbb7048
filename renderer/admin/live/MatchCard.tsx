import type { LiveMatch } from '../../../src/shared/live-view.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';
import { Measured } from './Measured.tsx';

/** Whom the face is most like, how much, and what is asked. */
export function MatchCard({ match }: { readonly match: LiveMatch | null }) {
  const t = useText();
  return (
    <Card title={t('live.match')} icon="person">
      {match === null ? <p>{t('live.match.waiting')}</p> : <Scores match={match} />}
    </Card>
  );
}

function Scores({ match: { name, score, nextScore, lead, needed, isNamed } }: { readonly match: LiveMatch }) {
  const t = useText();
  if (name === null || score === null) return <p>{t('live.match.nobody')}</p>;
  const margin = nextScore === null ? null : score - nextScore;
  const line = (title: string, value: number, least: number) => (
    <Measured
      title={title}
      value={value.toFixed(3)}
      bounds={t('live.needed', { value: least.toFixed(3) })}
      isGood={value >= least}
    />
  );
  return (
    <>
      <p className="tuning__verdict">{t(isNamed ? 'live.match.named' : 'live.match.like', { name })}</p>
      <ul className="measures">
        {line(t('live.score'), score, needed.threshold)}
        {margin !== null && line(t('live.margin'), margin, needed.margin)}
        {needed.lead > -1 && line(t('live.lead'), lead, needed.lead)}
      </ul>
    </>
  );
}
