import type { LiveLiveness } from '../../../src/shared/live-view.ts';
import { takenForText, text, type Language } from '../../../src/shared/texts/texts.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { signed } from '../../ui/signed.ts';
import { CueRow } from '../CueRow.tsx';

/** Every cue with its score and its reason, and what they say together. */
export function LivenessCard({ liveness }: { readonly liveness: LiveLiveness | null }) {
  const t = useText();
  const language = useLanguage();
  return (
    <Card title={t('live.liveness')} icon="look">
      {liveness === null ? (
        <p>{t('live.liveness.off')}</p>
      ) : (
        <>
          <p className="tuning__verdict">{verdictOf(language, liveness)}</p>
          <ul className="tuning__cues" aria-label={t('refusals.cues')}>
            {liveness.cues.map((cue) => (
              <CueRow key={cue.cue} cue={cue} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function verdictOf(language: Language, { judgement, takenFor, total }: LiveLiveness): string {
  const params = { total: signed(total) };
  if (judgement === null) return text(language, 'live.liveness.challenge', params);
  if (judgement !== 'attack') return text(language, `live.liveness.${judgement}`, params);
  return text(language, 'live.liveness.attack', { ...params, kind: takenForText(language, takenFor ?? 'copy') });
}
