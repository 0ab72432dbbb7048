/** The value below which `share` (0 to 1) of `values` lie; nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** p50, p95 and count, rounded to `digits`. */
export function summary(
  values: readonly number[],
  digits = 1,
): { readonly n: number; readonly p50: number; readonly p95: number } {
  const round = (value: number): number => Number(value.toFixed(digits));
  return { n: values.length, p50: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)) };
}
