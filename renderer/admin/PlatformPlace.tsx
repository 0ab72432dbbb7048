import { severityOf } from '../../src/shared/status.ts';
import { Askable } from '../ui/Askable.tsx';
import { Button } from '../ui/kit/Button.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { Page } from '../ui/kit/Page.tsx';
import { Row, Rows } from '../ui/kit/Row.tsx';
import { tagOf, useLanguage, useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';
import { ConnectionWords } from './setup/ConnectionWords.tsx';
import { useConnectionTest } from './setup/use-connection-test.ts';
import { PlatformCalls } from './PlatformCalls.tsx';
import { QuietArea } from './QuietArea.tsx';
import { StateCard } from './StateCard.tsx';

/** Whether the platform takes what it should, and a trial of the settings that are saved. */
export function PlatformPlace() {
  const t = useText();
  const tag = tagOf(useLanguage());
  const { status } = useTerminal();
  const [test, start] = useConnectionTest();
  const report = status?.areas['platform'];
  if (!status || !report) return null;
  const severity = severityOf('platform', report.state);
  const { outboxWaiting, outboxSetAside } = status.counts;
  return (
    <Page title={t('admin.place.platform')}>
      <ul className="cards">
        {severity === 'quiet' ? (
          <QuietArea area="platform" report={report} />
        ) : (
          <StateCard mark={{ area: 'platform', state: report.state, severity }} report={report} />
        )}
      </ul>
      <Card title={t('platform.outbox')} icon="cloud">
        <Rows label={t('platform.outbox')}>
          <Row title={t('counts.outboxWaiting')} aside={outboxWaiting.toLocaleString(tag)} />
          <Row title={t('counts.outboxSetAside')} aside={outboxSetAside.toLocaleString(tag)} />
        </Rows>
      </Card>
      <Askable call="setup.testPlatform">
        {' '}
        <Card title={t('setup.platform.test')} icon="check">
          <p>{t('platform.testAbout')}</p>
          <div className="buttons">
            <Button kind="act" icon="cloud" isBusy={test.kind === 'running'} onPress={() => start({})}>
              {t('platform.testNow')}
            </Button>
          </div>
          <ConnectionWords test={test} />
        </Card>
      </Askable>{' '}
      <PlatformCalls />
    </Page>
  );
}
