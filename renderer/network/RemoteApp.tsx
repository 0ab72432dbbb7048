import { useEffect, useState } from 'react';
import type { RemoteGreeting } from '../../src/shared/remote-view.ts';
import { AdminSide } from '../admin/AdminSide.tsx';
import { Icon } from '../ui/Icon.tsx';
import { DraftProvider, DraftStore } from '../ui/kit/drafts.ts';
import { LanguageProvider, useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';
import type { RemoteLine } from './remote-line.ts';
import '../ui/kit/kit.css';
import './remote.css';

interface RemoteAppProps {
  readonly greeting: RemoteGreeting;
  readonly line: RemoteLine;
}

/** The admin side, with a word on what can be done from here. */
export function RemoteApp({ greeting, line }: RemoteAppProps) {
  const { settings } = useTerminal();
  const [drafts] = useState(() => new DraftStore());
  return (
    <LanguageProvider language={settings?.language ?? greeting.language}>
      <DraftProvider value={drafts}>
        <div className="remote-page">
          <Band greeting={greeting} line={line} />
          <Inside hasPin={greeting.hasPin} />
        </div>
      </DraftProvider>
    </LanguageProvider>
  );
}

function Band({ greeting: { mayChange }, line }: RemoteAppProps) {
  const t = useText();
  const [isLost, setLost] = useState(false);
  useEffect(() => line.onLost(setLost), [line]);
  return (
    <p className="remote-page__band" role="status" data-lost={isLost}>
      <Icon name={isLost ? 'warning' : 'network'} />
      {t(isLost ? 'remote.page.lost' : mayChange ? 'remote.page.mayChange' : 'remote.page.readOnly')}
    </p>
  );
}

function Inside({ hasPin }: { readonly hasPin: boolean }) {
  const t = useText();
  const [isOut, setOut] = useState(false);
  if (!hasPin) return <p className="remote-page__words">{t('remote.page.noPin')}</p>;
  if (!isOut) return <AdminSide onClose={() => setOut(true)} />;
  return (
    <div className="remote-page__words">
      <p>{t('remote.page.closed')}</p>
      <button type="button" className="button button--act" onClick={() => setOut(false)}>
        {t('remote.page.again')}
      </button>
    </div>
  );
}
