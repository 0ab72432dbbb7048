import { useCallback, useState, type ReactNode } from 'react';

interface VirtualRowsProps {
  readonly label: string;
  /** How many rows there are so far. */
  readonly count: number;
  /** Height of each, px. */
  readonly rowPx: number;
  readonly row: (index: number) => ReactNode;
  /** The end of what is there comes near. */
  onNearEnd(): void;
}

/** Rows kept beyond what is in sight, above and below. */
const BEYOND = 6;

interface Span {
  readonly first: number;
  readonly last: number;
}

/** A long list of which only what is in sight exists: 60,000 rows cost what 20 do. It scrolls with the page. */
export function VirtualRows({ label, count, rowPx, row, onNearEnd }: VirtualRowsProps) {
  const [span, setSpan] = useState<Span>({ first: 0, last: 20 });
  const attach = useCallback(
    (list: HTMLElement | null) => {
      const page = list?.closest('.admin__page');
      if (!list || !page) return undefined;
      const look = (): void => {
        const above = page.getBoundingClientRect().top - list.getBoundingClientRect().top;
        const first = Math.max(0, Math.floor(above / rowPx) - BEYOND);
        const last = Math.min(count, Math.ceil((above + page.clientHeight) / rowPx) + BEYOND);
        setSpan((before) => (before.first === first && before.last === last ? before : { first, last }));
        if (last + BEYOND >= count) onNearEnd();
      };
      const observer = new ResizeObserver(look);
      observer.observe(page);
      page.addEventListener('scroll', look, { passive: true });
      look();
      return () => {
        observer.disconnect();
        page.removeEventListener('scroll', look);
      };
    },
    [count, rowPx, onNearEnd],
  );
  const last = Math.min(span.last, count);
  const shown = Array.from({ length: Math.max(0, last - span.first) }, (_, at) => span.first + at);
  return (
    <ul ref={attach} className="virtual" aria-label={label} style={{ height: count * rowPx }}>
      {shown.map((index) => (
        <li
          key={index}
          className="virtual__row"
          aria-setsize={count}
          aria-posinset={index + 1}
          style={{ height: rowPx, transform: `translateY(${String(index * rowPx)}px)` }}
        >
          {row(index)}
        </li>
      ))}
    </ul>
  );
}
