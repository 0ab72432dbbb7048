import { useCallback, useState } from 'react';
import type { Output } from '../../../src/shared/ipc/contract.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Sheet } from '../../ui/kit/Sheet.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { ConfirmWithPin } from '../ConfirmWithPin.tsx';
import { useOneCall } from '../copy/use-one-call.ts';

type Losses = Output<'reset.view'>;
type Asking = { readonly losses: Losses; readonly isLast: boolean };

/** Everything away, behind two confirmations: what is lost with its counts, then the PIN. */
export function ResetCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [viewed, view] = useOneCall<Losses>();
  const [ordered, order] = useOneCall<object>();
  const close = useCallback(() => setAsking(null), []);
  const begin = (confirmation: string): void => {
    close();
    order((session) => bridge.call('reset.order', { session, confirmation }));
  };
  const failed = viewed.kind === 'failed' ? viewed : ordered.kind === 'failed' ? ordered : null;
  const isBegun = ordered.kind === 'running' || ordered.kind === 'done';
  return (
    <Card title={t('reset.title')} icon="warning">
      <p>{t('reset.about')}</p>
      <div className="buttons">
        <Button
          isBusy={viewed.kind === 'running' || isBegun}
          onPress={() =>
            view(
              (session) => bridge.call('reset.view', { session }),
              (losses) => setAsking({ losses, isLast: false }),
            )
          }
        >
          {t('reset.open')}
        </Button>
      </div>
      {isBegun && (
        <Outcome kind="running" label={t('reset.title')}>
          {t('reset.begun')}
        </Outcome>
      )}
      {failed && (
        <Outcome kind="bad" label={t('reset.title')}>
          {t('admin.failed', { reason: faultText(language, failed.code).what })}
        </Outcome>
      )}
      {asking?.isLast === false && (
        <LossesSheet losses={asking.losses} onCancel={close} onNext={() => setAsking({ ...asking, isLast: true })} />
      )}
      {asking?.isLast === true && (
        <ConfirmWithPin
          title={t('reset.title')}
          loses={[
            t('reset.last'),
            ...(asking.losses.unsent > 0 ? [t('reset.last.unsent', { count: asking.losses.unsent })] : []),
          ]}
          confirm={t('reset.now')}
          onCancel={close}
          onConfirmed={begin}
        />
      )}
    </Card>
  );
}

interface LossesSheetProps {
  readonly losses: Losses;
  onCancel(): void;
  onNext(): void;
}

function LossesSheet({ losses: { people, punches, unsent }, onCancel, onNext }: LossesSheetProps) {
  const t = useText();
  return (
    <Sheet title={t('reset.title')} role="alertdialog" onClose={onCancel}>
      {unsent > 0 && (
        <Outcome kind="bad" label={t('reset.unsent')}>
          {t('reset.unsent.keep', { count: unsent })}
        </Outcome>
      )}
      <p>{t('reset.erases')}</p>
      <Rows label={t('reset.erases')}>
        <Row title={t('reset.people')} aside={people.toLocaleString()} />
        <Row title={t('reset.punches')} aside={punches.toLocaleString()} />
        {unsent > 0 && <Row title={t('reset.unsent')} aside={unsent.toLocaleString()} />}
        <Row title={t('reset.settings')} />
        <Row title={t('reset.logs')} />
      </Rows>
      <div className="buttons buttons--end">
        <Button onPress={onCancel}>{t('admin.cancel')}</Button>
        <Button kind="danger" onPress={onNext}>
          {t('reset.next')}
        </Button>
      </div>
    </Sheet>
  );
}
