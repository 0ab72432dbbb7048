/** The inverse of a square matrix, given row by row, by Gauss and Jordan with row exchange; null when it has none. */
export function inverseOf(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) =>
    Float64Array.from({ length: 2 * n }, (_, j) => (j < n ? (row[j] ?? 0) : j - n === i ? 1 : 0)),
  );
  for (let column = 0; column < n; column++) {
    const at = (i: number): number => Math.abs(rows[i]?.[column] ?? 0);
    let best = column;
    for (let i = column + 1; i < n; i++) if (at(i) > at(best)) best = i;
    const [pivot, other] = [rows[best], rows[column]];
    if (!pivot || !other || !(at(best) > Number.EPSILON)) return null;
    [rows[column], rows[best]] = [pivot, other];
    const scale = 1 / (pivot[column] ?? 1);
    for (let j = 0; j < 2 * n; j++) pivot[j] = (pivot[j] ?? 0) * scale;
    rows.forEach((row, i) => {
      const factor = i === column ? 0 : (row[column] ?? 0);
      if (factor !== 0) for (let j = 0; j < 2 * n; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return rows.map((row) => [...row.subarray(n)]);
}
