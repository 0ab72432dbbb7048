import { setupSteps, type SetupState, type SetupStep } from '../../../src/shared/setup.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { useSession } from '../session.ts';

interface SetupDoneProps {
  readonly state: SetupState;
  onOpen(step: SetupStep): void;
  onClose(): void;
}

/** What works, and what does not yet because it was left for later. */
export function SetupDone({ state, onOpen, onClose }: SetupDoneProps) {
  const t = useText();
  const { bridge } = useParts();
  const { session } = useSession();
  const isWhole = state.later.length === 0;
  const finish = (): void => {
    bridge.call('setup.finish', { session }).then(onClose, onClose);
  };
  return (
    <div className="setup">
      <header className="setup__head setup__head--done" data-whole={isWhole}>
        <Icon name={isWhole ? 'check' : 'info'} />
        <h2>{t(isWhole ? 'setup.done.whole' : 'setup.done.partly')}</h2>
      </header>
      <div className="setup__task" tabIndex={0}>
        <Card title={t('setup.done.steps')} icon="list">
          <Rows label={t('setup.done.steps')}>
            {setupSteps.map((step) => {
              const isLater = state.later.includes(step);
              return (
                <Row
                  key={step}
                  lead={<Icon name={isLater ? 'warning' : 'check'} />}
                  title={t(`setup.${step}.title`)}
                  detail={isLater ? t(`setup.${step}.later`) : undefined}
                  onPress={() => onOpen(step)}
                />
              );
            })}
          </Rows>
        </Card>
      </div>
      <footer className="setup__foot">
        <Button kind="act" icon="check" onPress={finish}>
          {t('setup.done.finish')}
        </Button>
      </footer>
    </div>
  );
}
