const steps = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'KB'],
] as const;

/** Bytes as a technician reads them: `1.9 GB`, `21 MB`, `58 KB`, `96 B`. */
export function sizeText(bytes: number): string {
  const step = steps.find(([size]) => bytes >= size);
  if (step === undefined) return `${String(Math.round(bytes))} B`;
  const [size, unit] = step;
  return `${unit === 'GB' ? (bytes / size).toFixed(1) : String(Math.round(bytes / size))} ${unit}`;
}
