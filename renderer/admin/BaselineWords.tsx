import type { LearnedCalibration } from '../../src/shared/vision/liveness/calibration-view.ts';
import { Icon } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';

/** Whether the learned distance of the lenses agrees with the configured one. */
export function BaselineWords({ learned }: { readonly learned: LearnedCalibration }) {
  const t = useText();
  const { finding, configuredMm } = learned;
  return (
    <p className="finding" data-finding={finding}>
      <Icon name={finding === 'agrees' ? 'check' : 'warning'} />
      {t(`calibration.${finding}`, { configured: configuredMm })}
    </p>
  );
}
