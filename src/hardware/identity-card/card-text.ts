/** What stands on an identity card. */
export interface IdentityCardText {
  /** `hkMacaoTaiwan`: a residence permit of the same layout. */
  readonly kind: 'resident' | 'hkMacaoTaiwan';
  readonly name: string;
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
  readonly sex: 0 | 1 | 2 | 9;
  /** Two digits of GB/T 3304 (01 Han … 56; 97 other, 98 naturalised); empty on a permit. */
  readonly nation: string;
  /** `yyyyMMdd`, also below. */
  readonly birth: string;
  readonly address: string;
  /** 18 characters. */
  readonly number: string;
  readonly authority: string;
  readonly validFrom: string;
  /** Null: valid without end (长期). */
  readonly validTo: string | null;
}

/** Why 256 bytes are no card. `otherCard`: a foreigner's permit, whose layout is another. `fieldsInvalid`: a field cannot be what it says. */
export type CardTextRefusal = 'lengthWrong' | 'otherCard' | 'fieldsInvalid';

export type CardTextResult =
  { readonly kind: 'text'; readonly text: IdentityCardText } | { readonly kind: 'refused'; readonly reason: CardTextRefusal };

export const textLength = 256;

/** GA 450: fields in this order, UTF-16LE, padded with spaces; lengths in bytes. */
const fields = [
  ['name', 30],
  ['sex', 2],
  ['nation', 4],
  ['birth', 16],
  ['address', 70],
  ['number', 36],
  ['authority', 30],
  ['validFrom', 16],
  ['validTo', 16],
] as const;
/** One character that tells permits from resident cards. */
const kindAt = 248;
const openEnded = '长期';

type FieldName = (typeof fields)[number][0];

/** Reads the text part of a card. */
export function decodeCardText(bytes: Uint8Array): CardTextResult {
  const refused = (reason: CardTextRefusal): CardTextResult => ({ kind: 'refused', reason });
  if (bytes.length !== textLength) return refused('lengthWrong');
  const mark = textAt(bytes, kindAt, 2);
  if (mark === 'I') return refused('otherCard');
  const raw = takeApart(bytes);
  const kind = mark === 'J' ? 'hkMacaoTaiwan' : 'resident';
  const sex = sexOf(raw.sex);
  if (sex === null || !isSound(raw, kind)) return refused('fieldsInvalid');
  return { kind: 'text', text: { ...raw, kind, sex, validTo: raw.validTo === openEnded ? null : raw.validTo } };
}

function takeApart(bytes: Uint8Array): Record<FieldName, string> {
  const raw = { name: '', sex: '', nation: '', birth: '', address: '', number: '', authority: '', validFrom: '', validTo: '' };
  let at = 0;
  for (const [name, length] of fields) {
    raw[name] = textAt(bytes, at, length);
    at += length;
  }
  return raw;
}

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  // Some readers pad with NUL instead of spaces
  Buffer.from(bytes.subarray(at, at + length))
    .toString('utf16le')
    .replaceAll('\u0000', '')
    .trim();

const sexes = { '0': 0, '1': 1, '2': 2, '9': 9 } as const;
const sexOf = (digit: string): IdentityCardText['sex'] | null =>
  digit === '0' || digit === '1' || digit === '2' || digit === '9' ? sexes[digit] : null;

function isSound(raw: Record<FieldName, string>, kind: IdentityCardText['kind']): boolean {
  const isNamed = raw.name !== '' && raw.name.isWellFormed() && !/\p{Cc}/u.test(raw.name);
  const isNation = kind === 'hkMacaoTaiwan' || /^\d{2}$/.test(raw.nation);
  const isNumber = /^\d{17}[\dX]$/.test(raw.number) && raw.number.slice(6, 14) === raw.birth;
  const isDated = /^\d{8}$/.test(raw.validFrom) && (raw.validTo === openEnded || /^\d{8}$/.test(raw.validTo));
  return isNamed && isNation && isNumber && isDated;
}
