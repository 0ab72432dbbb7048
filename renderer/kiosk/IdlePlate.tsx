import type { PassKind } from '../../src/shared/opens-with.ts';
import { Icon } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';
import { tagOf, useLanguage, useText } from '../ui/language.tsx';
import { clockTime, dayName } from '../ui/times.ts';
import { useNow } from '../ui/use-now.ts';

interface IdlePlateProps {
  readonly siteName: string;
  readonly wants: readonly PassKind[];
  /** Given: the terminal is new; a technician need not know of the corner. */
  readonly onSetUp: (() => void) | null;
}

/** What stands there while nobody does: the time, the day, the site, and what opens here besides a face. */
export function IdlePlate({ siteName, wants, onSetUp }: IdlePlateProps) {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  return (
    <div className="plate plate--idle">
      <p className="plate__clock number">{clockTime(now)}</p>
      <p className="plate__day">{dayName(now, tagOf(language))}</p>
      {wants.map((kind) => (
        <p className="plate__day" key={kind}>
          <Words of={`want.${kind}`} />
        </p>
      ))}
      {siteName !== '' && <p className="plate__site">{siteName}</p>}
      {onSetUp && (
        <button type="button" className="plate__set-up" onClick={onSetUp}>
          <Icon name="settings" />
          {t('kiosk.setUp')}
        </button>
      )}
    </div>
  );
}
