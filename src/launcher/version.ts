interface Version {
  readonly numbers: readonly number[];
  /** `1.2.0-rc.1` comes before `1.2.0`. */
  readonly pre: readonly string[];
}

const FORM = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([0-9A-Za-z.-]{1,64}))?$/i;

function parse(text: string): Version | null {
  const match = FORM.exec(text.trim());
  if (match === null) return null;
  return { numbers: (match[1] ?? '').split('.').map(Number), pre: match[2]?.split('.') ?? [] };
}

/** A version as `1.2.3` or `1.2.3-rc.1`; a leading `v` says nothing. */
export const isVersion = (text: string): boolean => parse(text) !== null;

/** Below 0: `a` is older than `b`; 0: the same; NaN: one of them is no version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  if (left === null || right === null) return Number.NaN;
  for (let at = 0; at < 4; at++) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre.length === 0 || right.pre.length === 0) return right.pre.length - left.pre.length;
  return comparePre(left.pre, right.pre);
}

/** Semantic Versioning 2.0.0, section 11.4: numbers by value and before words, fewer before more. */
function comparePre(left: readonly string[], right: readonly string[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [a, b] = [left[at], right[at]];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    if (a === b) continue;
    const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
    if (isNumberA && isNumberB) return Number(a) - Number(b);
    if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
    return a < b ? -1 : 1;
  }
  return 0;
}

/** False also where one of them is not known. */
export const isNewer = (version: string | null, than: string | null): boolean =>
  version !== null && than !== null && compareVersions(version, than) > 0;
