import type { PunchStory } from '../../../src/shared/punch-view.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { clockTime } from '../../ui/times.ts';
import { stepsOf, type Step } from './punch-steps.ts';

const icons: Readonly<Record<Step['kind'], IconName>> = { good: 'check', care: 'warning', plain: 'clock' };

/** What happened to a punch, one line each. */
export function PunchSteps({ punch }: { readonly punch: PunchStory }) {
  const t = useText();
  const language = useLanguage();
  return (
    <ol className="steps" aria-label={t('punches.story')}>
      {stepsOf(language, punch).map((step) => (
        <li key={step.words} className="step" data-kind={step.kind}>
          <Icon name={icons[step.kind]} />
          <span className="step__time number">{step.atMs === null ? '' : clockTime(step.atMs)}</span>
          <span className="step__words">{step.words}</span>
        </li>
      ))}
    </ol>
  );
}
