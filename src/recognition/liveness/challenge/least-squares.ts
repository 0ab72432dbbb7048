/** Ordinary least squares for several right sides at once, on rows that arrive one by one. */
export class LeastSquares {
  readonly #unknowns: number;
  /** Normal equations: `unknowns` columns of the matrix, then the right sides. */
  readonly #rows: number[][];

  constructor(unknowns: number, sides: number) {
    this.#unknowns = unknowns;
    this.#rows = Array.from({ length: unknowns }, () => new Array<number>(unknowns + sides).fill(0));
  }

  add(factors: readonly number[], values: readonly number[]): void {
    this.#rows.forEach((row, i) => {
      const factor = factors[i] ?? 0;
      for (let j = 0; j < row.length; j++) {
        row[j] = (row[j] ?? 0) + factor * ((j < this.#unknowns ? factors[j] : values[j - this.#unknowns]) ?? 0);
      }
    });
  }

  /** One list of unknowns per right side; null when the rows do not determine them. */
  solve(): readonly (readonly number[])[] | null {
    const n = this.#unknowns;
    const rows = this.#rows.map((row) => [...row]);
    const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
    for (let i = 0; i < n; i++) {
      const pivot = rows.slice(i).reduce((best, _, k) => (Math.abs(at(i + k, i)) > Math.abs(at(best, i)) ? i + k : best), i);
      if (!(Math.abs(at(pivot, i)) > 1e-9)) return null;
      const [chosen, replaced] = [rows[pivot], rows[i]];
      if (!chosen || !replaced) return null;
      rows[i] = chosen;
      rows[pivot] = pivot === i ? chosen : replaced;
      rows.forEach((row, k) => {
        if (k === i) return;
        const factor = (row[i] ?? 0) / at(i, i);
        for (let j = i; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * at(i, j);
      });
    }
    const width = rows[0]?.length ?? n;
    return Array.from({ length: width - n }, (_, side) => rows.map((_row, i) => at(i, n + side) / at(i, i)));
  }
}
