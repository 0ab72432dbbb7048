/** How far something is. `total` null: it goes on, nobody knows how long. */
export function Progress({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}) {
  const share = total === null || total === 0 ? undefined : Math.min(1, done / total);
  return (
    <div className="progress">
      <progress className="progress__bar" aria-label={label} value={share} max={1} />
      <p className="progress__words number">{total === null ? label : `${label} ${String(done)} / ${String(total)}`}</p>
    </div>
  );
}
