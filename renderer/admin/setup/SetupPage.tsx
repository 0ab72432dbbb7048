import type { ReactNode } from 'react';
import type { SetupStep } from '../../../src/shared/setup.ts';
import { setupSteps } from '../../../src/shared/setup.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { useText } from '../../ui/language.tsx';
import type { StepProps } from './step-props.ts';

interface SetupPageProps extends Omit<StepProps, 'wasDone'> {
  readonly step: SetupStep;
  /** Whether what the page is for has been done: then going on is what it is for. */
  readonly isDone: boolean;
  readonly children: ReactNode;
}

/** One task of the first start: what it is, the task, and both ways on. */
export function SetupPage({ step, isDone, children, onLeave, onNext, onBack, offer }: SetupPageProps) {
  const t = useText();
  const number = setupSteps.indexOf(step) + 1;
  return (
    <div className="setup">
      <header className="setup__head">
        <p className="setup__count number">{t('setup.count', { number, total: setupSteps.length })}</p>
        <ol className="setup__steps" aria-hidden="true">
          {setupSteps.map((other, index) => (
            <li key={other} data-state={index + 1 < number ? 'past' : index + 1 === number ? 'now' : 'ahead'} />
          ))}
        </ol>
        <div className="setup__title">
          <h2>{t(`setup.${step}.title`)}</h2>
          <Button onPress={onLeave}>{t('setup.leave')}</Button>
        </div>
        <p className="setup__about">{t(`setup.${step}.about`)}</p>
      </header>
      <div className="setup__task" tabIndex={0}>
        {offer}
        {children}
      </div>
      <footer className="setup__foot">
        {!isDone && <p className="setup__later">{t(`setup.${step}.later`)}</p>}
        <div className="buttons">
          {onBack && (
            <Button icon="back" onPress={onBack}>
              {t('kit.back')}
            </Button>
          )}
          {!isDone && <Button onPress={() => onNext(false)}>{t('setup.later')}</Button>}
          <Button kind="act" isDisabled={!isDone} onPress={() => onNext(true)}>
            {t('setup.next')}
          </Button>
        </div>
      </footer>
    </div>
  );
}
