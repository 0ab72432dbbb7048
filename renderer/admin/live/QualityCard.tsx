import type { ViewMeasure } from '../../../src/shared/live-view.ts';
import type { Hint } from '../../../src/shared/hint.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';
import { Measured } from './Measured.tsx';

/** Figures after the point; lengths, angles and light are whole numbers. */
const places: Readonly<Partial<Record<ViewMeasure['name'], number>>> = { cutOff: 2, motion: 2, detail: 3 };

interface QualityCardProps {
  readonly hint: Hint | null;
  readonly measures: readonly ViewMeasure[];
}

/** How good the view is, and what the person is told. */
export function QualityCard({ hint, measures }: QualityCardProps) {
  const t = useText();
  return (
    <Card title={t('live.quality')} icon="camera">
      <p className="tuning__verdict">{t(hint === null ? 'live.quality.good' : `hint.${hint}`)}</p>
      <ul className="measures">
        {measures.map((measure) => (
          <Line key={measure.name} measure={measure} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ measure: { name, value, least, most } }: { readonly measure: ViewMeasure }) {
  const t = useText();
  const shown = (number: number): string => number.toFixed(places[name] ?? 0).replace('-', '−');
  const bounds =
    least === null
      ? t('live.most', { value: shown(most ?? 0) })
      : most === null
        ? t('live.needed', { value: shown(least) })
        : t('live.between', { least: shown(least), most: shown(most) });
  const isGood = (least === null || value >= least) && (most === null || value <= most);
  return <Measured title={t(`live.measure.${name}`)} value={shown(value)} bounds={bounds} isGood={isGood} />;
}
