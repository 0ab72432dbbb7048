import type { ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

interface RowProps {
  readonly title: ReactNode;
  /** A second line, softer. */
  readonly detail?: ReactNode;
  /** At the left: a picture, an icon. */
  readonly lead?: ReactNode;
  /** At the right: a value, a state. */
  readonly aside?: ReactNode;
  /** Given: the whole row is a button that opens something. */
  onPress?(): void;
}

/** A line of a `Rows` list, at least 60 px high. */
export function Row({ title, detail, lead, aside, onPress }: RowProps) {
  const content = (
    <>
      {lead !== undefined && <span className="row__lead">{lead}</span>}
      <span className="row__words">
        <span className="row__title">{title}</span>
        {detail !== undefined && <span className="row__detail">{detail}</span>}
      </span>
      {aside !== undefined && <span className="row__aside">{aside}</span>}
    </>
  );
  if (!onPress) return <li className="row">{content}</li>;
  return (
    <li className="row row--pressed">
      <button type="button" className="row__button" onClick={onPress}>
        {content}
        <Icon name="next" />
      </button>
    </li>
  );
}

/** A list of `Row`s. */
export function Rows({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  );
}
