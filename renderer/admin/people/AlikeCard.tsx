import type { Alike } from '../../../src/shared/people-view.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { useText } from '../../ui/language.tsx';
import { LazyPicture } from '../lists/LazyPicture.tsx';

/** Others with so like a face that recognition may take one for the other. */
export function AlikeCard({ alike, onCompare }: { readonly alike: readonly Alike[]; readonly onCompare: (id: string) => void }) {
  const t = useText();
  return (
    <Card title={t('people.alike')} icon="people">
      <p>{t('people.alike.about')}</p>
      <Rows label={t('people.alike')}>
        {alike.map(({ id, name, score }) => (
          <Row
            key={id}
            lead={<LazyPicture of={{ kind: 'person', id }} label={t('people.photograph')} />}
            title={name}
            detail={id}
            aside={<span className="number">{score.toFixed(2)}</span>}
            onPress={() => onCompare(id)}
          />
        ))}
      </Rows>
    </Card>
  );
}
