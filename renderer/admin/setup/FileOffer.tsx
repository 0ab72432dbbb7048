import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';

/** A stick with a file of settings was plugged in: the rest can come from it. */
export function FileOffer({ onOpen }: { onOpen(): void }) {
  const t = useText();
  return (
    <Card title={t('copy.offer')} icon="usb">
      <div className="buttons">
        <Button kind="act" icon="usb" onPress={onOpen}>
          {t('copy.offer.open')}
        </Button>
      </div>
    </Card>
  );
}
