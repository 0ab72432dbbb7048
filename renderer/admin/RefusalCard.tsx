import { useEffect, useState } from 'react';
import type { RefusalEntry } from '../../src/shared/refusal-entry.ts';
import { detailText, takenForText, text, type Language } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { JpegPicture } from '../ui/JpegPicture.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { listTime } from '../ui/times.ts';
import { CueRow } from './CueRow.tsx';
import { useSession } from './session.ts';
import { useNear } from './use-near.ts';
import { useOfLane } from './use-of-lane.ts';

/** One attempt: when, the picture, what it looked like, and why; about the thing, never the person. */
export function RefusalCard({ entry }: { readonly entry: RefusalEntry }) {
  const t = useText();
  const language = useLanguage();
  const ofLane = useOfLane();
  const [setCard, isNear] = useNear();
  return (
    <li ref={setCard} className="refusal">
      <RefusalPicture id={entry.hasPicture && isNear ? entry.id : null} hasPicture={entry.hasPicture} />
      <div className="refusal__words">
        <p className="refusal__time number">{ofLane(entry.lane, listTime(entry.atMs))}</p>
        <h3>{titleOf(language, entry)}</h3>
        {entry.workerId !== null && (
          <p>{t('refusals.resembles', { name: entry.workerName ?? t('refusals.removed', { id: entry.workerId }) })}</p>
        )}
        {entry.detail !== null && <p className="refusal__detail">{detailText(language, entry.detail)}</p>}
        {entry.cues.length > 0 && (
          <ul className="refusal__cues" aria-label={t('refusals.cues')}>
            {entry.cues.map((cue) => (
              <CueRow key={cue.cue} cue={cue} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function titleOf(language: Language, { reason, takenFor }: RefusalEntry): string {
  return takenFor === null ? text(language, `reason.${reason}`) : takenForText(language, takenFor);
}

/** Fetched when the card comes near and let go when it leaves: a long list holds few pictures. */
function RefusalPicture({ id, hasPicture }: { readonly id: number | null; readonly hasPicture: boolean }) {
  const t = useText();
  const { bridge } = useParts();
  const { session } = useSession();
  const [jpeg, setJpeg] = useState<Uint8Array | null>(null);
  useEffect(() => {
    if (id === null) return;
    const ending = new AbortController();
    bridge.call('admin.refusalPicture', { session, id }).then(
      (answer) => {
        if (!ending.signal.aborted) setJpeg(answer.jpeg);
      },
      // The list itself says what is wrong; here only the picture is missing.
      () => undefined,
    );
    return () => {
      ending.abort();
      setJpeg(null);
    };
  }, [bridge, session, id]);
  return (
    <div className="refusal__picture">
      {jpeg ? (
        <JpegPicture jpeg={jpeg} label={t('refusals.picture')} className="refusal__jpeg" />
      ) : (
        <span className="refusal__none">
          <Icon name="person" />
          {!hasPicture && t('refusals.noPicture')}
        </span>
      )}
    </div>
  );
}
