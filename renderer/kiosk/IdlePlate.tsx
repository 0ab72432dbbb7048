import type { PassKind } from '../../src/shared/opens-with.ts';
import { Words } from '../ui/Words.tsx';
import { tagOf, useLanguage } from '../ui/language.tsx';
import { clockTime, dayName } from '../ui/times.ts';
import { useNow } from '../ui/use-now.ts';

/** What stands there while nobody does: the time, the day, the site, and what opens here besides a face. */
export function IdlePlate({ siteName, wants }: { readonly siteName: string; readonly wants: readonly PassKind[] }) {
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
    </div>
  );
}
