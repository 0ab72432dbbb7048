import { tagOf, useLanguage } from '../ui/language.tsx';
import { clockTime, dayName } from '../ui/times.ts';
import { useNow } from '../ui/use-now.ts';

/** What stands there while nobody does: the time, the day, the site. */
export function IdlePlate({ siteName }: { readonly siteName: string }) {
  const language = useLanguage();
  const now = useNow();
  return (
    <div className="plate plate--idle">
      <p className="plate__clock number">{clockTime(now)}</p>
      <p className="plate__day">{dayName(now, tagOf(language))}</p>
      {siteName !== '' && <p className="plate__site">{siteName}</p>}
    </div>
  );
}
