import { useState } from 'react';
import { Card } from '../../ui/kit/Card.tsx';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { SettingsFile } from './SettingsFile.tsx';
import { useSettingsFiles, type FoundFile } from './use-settings-files.ts';

interface ImportSettingsProps {
  onBack(): void;
  /** The settings count from now on. */
  onApplied?(keys: readonly string[]): void;
  /** The file was imported and read. */
  onDone(): void;
}

/** A file of settings from a stick: which one, what it would change, then all of it or nothing. */
export function ImportSettings({ onBack, onApplied, onDone }: ImportSettingsProps) {
  const t = useText();
  const files = useSettingsFiles();
  const [chosen, setChosen] = useState<FoundFile | null>(null);
  if (chosen !== null) return <SettingsFile file={chosen} onBack={() => setChosen(null)} onApplied={onApplied} onDone={onDone} />;
  return (
    <Page title={t('copy.import')} about={t('copy.about')} onBack={onBack}>
      {files?.length === 0 && (
        <EmptyState icon="usb" title={t('copy.none')}>
          <p>{t('copy.none.how')}</p>
        </EmptyState>
      )}
      {files !== null && files.length > 0 && (
        <Card title={t('copy.choose')} icon="usb">
          <Rows label={t('copy.choose')}>
            {files.map((file) => (
              <Row
                key={file.token}
                lead={<Icon name="usb" />}
                title={file.name}
                detail={t('copy.onStick', { stick: file.stick })}
                onPress={() => setChosen(file)}
              />
            ))}
          </Rows>
        </Card>
      )}
    </Page>
  );
}
