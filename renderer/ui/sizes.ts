const GB = 1e9;
const MB = 1e6;

/** Bytes as a technician reads them: `1.9 GB`, `21 MB`; less than one MB counts as one. */
export function sizeText(bytes: number): string {
  if (bytes >= GB) return `${(bytes / GB).toFixed(1)} GB`;
  return `${String(Math.max(1, Math.round(bytes / MB)))} MB`;
}
