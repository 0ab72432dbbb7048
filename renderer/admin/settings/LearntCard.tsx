import { useCallback, useEffect, useState } from 'react';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Askable } from '../../ui/Askable.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { fullTime } from '../../ui/times.ts';
import { ForgetLearnt } from '../people/ForgetLearnt.tsx';
import { useAction } from '../use-action.ts';

/** How much was learnt at the gate, and how to forget all of it. */
export function LearntCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [isAsking, setAsking] = useState(false);
  const [learnt, read] = useAction(useCallback((session: string) => bridge.call('admin.learnt', { session }), [bridge]));
  useEffect(read, [read]);
  const close = useCallback(() => setAsking(false), []);
  return (
    <Card title={t('learnt.title')} icon="person">
      {learnt.kind === 'failed' && (
        <Outcome kind="bad" label={t('learnt.title')}>
          {t('admin.failed', { reason: faultText(language, learnt.code).what })}
        </Outcome>
      )}
      {learnt.kind === 'done' && (
        <p>
          {learnt.value.newestMs === null
            ? t(learnt.value.isOn ? 'learnt.nothingYet' : 'learnt.off')
            : t('learnt.count', {
                count: learnt.value.templates,
                workers: learnt.value.workers,
                time: fullTime(learnt.value.newestMs),
              })}
        </p>
      )}
      {learnt.kind === 'done' && learnt.value.templates > 0 && (
        <Askable call="admin.forgetLearnt">
          <div className="buttons">
            <Button icon="erase" kind="danger" onPress={() => setAsking(true)}>
              {t('learnt.forgetAll')}
            </Button>
          </div>
        </Askable>
      )}
      {isAsking && <ForgetLearnt person={null} onCancel={close} onForgotten={read} />}
    </Card>
  );
}
