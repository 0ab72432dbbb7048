import { Icon } from '../../ui/Icon.tsx';

interface MeasuredProps {
  readonly title: string;
  readonly value: string;
  /** What it is held against. */
  readonly bounds: string;
  readonly isGood: boolean;
}

/** One measured value beside its bounds; a sign tells whether it keeps them. */
export function Measured({ title, value, bounds, isGood }: MeasuredProps) {
  return (
    <li className="measured" data-good={isGood}>
      <Icon name={isGood ? 'check' : 'warning'} />
      <span>{title}</span>
      <span className="measured__bounds">{bounds}</span>
      <span className="measured__value number">{value}</span>
    </li>
  );
}
