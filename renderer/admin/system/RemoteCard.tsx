import { Fragment, useCallback, useEffect } from 'react';
import type { RemoteView } from '../../../src/shared/remote-view.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { useAction } from '../use-action.ts';
import './remote-card.css';

/** Whether others on the network can look at these pages, from where, and how they know that it is this terminal. */
export function RemoteCard() {
  const t = useText();
  const { bridge } = useParts();
  const [remote, read] = useAction(useCallback((session: string) => bridge.call('remote.view', { session }), [bridge]));
  useEffect(read, [read]);
  return (
    <Card title={t('remote.title')} icon="network">
      <p>{t('remote.about')}</p>
      {remote.kind === 'done' && <State view={remote.value} />}
    </Card>
  );
}

function State({ view: { state, addresses, fingerprint, mayChange } }: { readonly view: RemoteView }) {
  const t = useText();
  return (
    <>
      <p>
        <strong>{t(state === 'on' && mayChange ? 'remote.state.change' : `remote.state.${state}`)}</strong>
      </p>
      {state === 'on' && (
        <dl className="remote">
          <dt>{t('remote.addresses')}</dt>
          <dd>{addresses.length === 0 ? t('remote.noAddress') : addresses.map((address) => <p key={address}>{address}</p>)}</dd>
          <dt>{t('remote.fingerprint')}</dt>
          <dd className="remote__fingerprint">{fingerprint && <Pairs of={fingerprint} />}</dd>
        </dl>
      )}
      {state === 'on' && <p>{t('remote.compare')}</p>}
    </>
  );
}

/** Broken between pairs alone. */
function Pairs({ of }: { readonly of: string }) {
  const pairs = of.split(/(?<=:)/);
  return pairs.map((pair, index) => (
    <Fragment key={index}>
      {pair}
      <wbr />
    </Fragment>
  ));
}
