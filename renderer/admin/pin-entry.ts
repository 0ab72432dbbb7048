/** Digits of a PIN. */
export const LEAST_DIGITS = 4;
export const MOST_DIGITS = 12;

/** What the PIN page asks for and shows. */
export interface PinEntry {
  /** `enter`: the PIN is known. `choose`, `repeat`: the first visit sets it, twice. */
  readonly step: 'enter' | 'choose' | 'repeat';
  readonly digits: string;
  /** The PIN of the first time, while it is repeated. */
  readonly chosen: string;
  readonly notice:
    | { readonly kind: 'none' | 'different' | 'waiting' }
    | { readonly kind: 'wrong'; readonly triesLeft: number }
    | { readonly kind: 'locked'; readonly untilMs: number }
    | { readonly kind: 'failed'; readonly code: string };
}

export type PinEvent =
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'erase' }
  /** OK was touched: goes on to the repetition, or to `waiting` when main has to be asked. */
  | { readonly kind: 'confirm' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly untilMs: number }
  | { readonly kind: 'failed'; readonly code: string };

const none = { kind: 'none' } as const;

export const startPin = (hasPin: boolean): PinEntry => ({
  step: hasPin ? 'enter' : 'choose',
  digits: '',
  chosen: '',
  notice: none,
});

/** May OK be touched? A PIN set by other means may have another length, so entering takes any. */
export const canConfirm = ({ step, digits, notice }: PinEntry): boolean =>
  notice.kind !== 'waiting' && digits.length >= (step === 'enter' ? 1 : LEAST_DIGITS);

export function stepPin(entry: PinEntry, event: PinEvent): PinEntry {
  if (event.kind === 'digit') {
    if (entry.notice.kind === 'waiting' || entry.digits.length >= MOST_DIGITS) return entry;
    return { ...entry, digits: entry.digits + event.digit, notice: none };
  }
  if (event.kind === 'erase') return { ...entry, digits: entry.digits.slice(0, -1), notice: none };
  if (event.kind === 'confirm') return confirm(entry);
  return { ...entry, digits: '', notice: event };
}

function confirm(entry: PinEntry): PinEntry {
  if (!canConfirm(entry)) return entry;
  if (entry.step === 'choose') return { ...entry, step: 'repeat', chosen: entry.digits, digits: '', notice: none };
  if (entry.step === 'repeat' && entry.digits !== entry.chosen) {
    return { step: 'choose', digits: '', chosen: '', notice: { kind: 'different' } };
  }
  return { ...entry, notice: { kind: 'waiting' } };
}
