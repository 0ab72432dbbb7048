import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';

/** Settings from terminal to terminal. */
export function CopyCard({ onExport, onImport }: { onExport(): void; onImport(): void }) {
  const t = useText();
  return (
    <Card title={t('copy.title')} icon="usb">
      <p>{t('copy.about')}</p>
      <div className="buttons">
        <Button onPress={onExport}>{t('copy.export')}</Button>
        <Button onPress={onImport}>{t('copy.import')}</Button>
      </div>
    </Card>
  );
}
