import { platformOrigins, type PersonDetail } from '../../../src/shared/people-view.ts';
import { faultText, text, type Language } from '../../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../../ui/language.tsx';
import { fullTime } from '../../ui/times.ts';
import { Pill } from '../lists/Pill.tsx';

/** What is known of a worker, and why the gate does or does not know him. */
export function PersonFacts({ person }: { readonly person: PersonDetail }) {
  const t = useText();
  const language = useLanguage();
  const isGood = person.template === 'good';
  return (
    <dl className="facts">
      <dt>{t('people.id')}</dt>
      <dd className="number">{person.id}</dd>
      <dt>{t('people.state')}</dt>
      <dd className="facts__state">
        <Pill kind={isGood ? 'good' : 'care'} icon={isGood ? 'check' : 'warning'}>
          {t(`people.template.${person.template}`)}
        </Pill>
        {person.barredReason !== null && (
          <Pill kind="stop" icon="stop">
            {t('people.barred', { reason: person.barredReason })}
          </Pill>
        )}
        {person.flags.map((flag) => (
          <span key={flag}>{t('people.flaggedBecause', { reason: faultText(language, flag).what })}</span>
        ))}
        {person.photoRefusal !== null && (
          <span>{t('people.refusedBecause', { reason: faultText(language, person.photoRefusal).what })}</span>
        )}
      </dd>
      <dt>{t('people.owner')}</dt>
      <dd>{ownerText(language, person.origin)}</dd>
      <dt>{t('people.created')}</dt>
      <dd className="number">{fullTime(person.createdMs)}</dd>
      <dt>{t('people.updated')}</dt>
      <dd className="number">{fullTime(person.updatedMs)}</dd>
      <dt>{t('people.lastPunch')}</dt>
      <dd className="number">{person.lastPunchMs === null ? t('people.never') : fullTime(person.lastPunchMs)}</dd>
      {person.learnt.length > 0 && (
        <>
          <dt>{t('learnt.title')}</dt>
          <dd className="number">{person.learnt.map(({ atMs }) => fullTime(atMs)).join(' · ')}</dd>
        </>
      )}
    </dl>
  );
}

function ownerText(language: Language, origin: string): string {
  if (platformOrigins.includes(origin)) {
    const name = origin === 'sichuan' ? 'people.platform.sichuan' : 'people.platform.zhejiang';
    return text(language, 'people.owner.platform', { platform: text(language, name) });
  }
  if (origin === 'console' || origin === 'demo') return text(language, `people.owner.${origin}`);
  return text(language, 'people.owner.here');
}
