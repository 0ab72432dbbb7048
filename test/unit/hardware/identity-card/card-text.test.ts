import { describe, expect, test } from 'vitest';
import { decodeCardData } from '../../../../src/hardware/identity-card/card-data.ts';
import { decodeCardText } from '../../../../src/hardware/identity-card/card-text.ts';

interface Change {
  readonly at: number;
  readonly text: string;
}

/** GA 450: 30, 2, 4, 16, 70, 36, 30, 16 and 16 bytes, then spare ones. The number is one of the examples in GB 11643. */
function textBytes(...changes: readonly Change[]): Uint8Array {
  const bytes = Buffer.alloc(256, Buffer.from(' ', 'utf16le'));
  const put = ({ at, text }: Change): void => void bytes.write(text, at, 'utf16le');
  put({ at: 0, text: '单雄信' });
  put({ at: 30, text: '1' });
  put({ at: 32, text: '01' });
  put({ at: 36, text: '19491231' });
  put({ at: 52, text: '北京市朝阳区某街1号' });
  put({ at: 122, text: '11010519491231002X' });
  put({ at: 158, text: '北京市公安局朝阳分局' });
  put({ at: 188, text: '20200102' });
  put({ at: 204, text: '20400102' });
  for (const change of changes) put(change);
  return Uint8Array.from(bytes);
}

describe('the text of an identity card', () => {
  test('is taken apart into its fields', () => {
    expect(decodeCardText(textBytes())).toEqual({
      kind: 'text',
      text: {
        kind: 'resident',
        name: '单雄信',
        sex: 1,
        nation: '01',
        birth: '19491231',
        address: '北京市朝阳区某街1号',
        number: '11010519491231002X',
        authority: '北京市公安局朝阳分局',
        validFrom: '20200102',
        validTo: '20400102',
      },
    });
  });

  test('may be valid without end, padded with zeros, or a permit of residents of Hong Kong, Macao and Taiwan', () => {
    expect(decodeCardText(textBytes({ at: 204, text: '长期      ' }))).toMatchObject({ text: { validTo: null } });
    expect(decodeCardText(textBytes({ at: 6, text: '\0'.repeat(12) }))).toMatchObject({ text: { name: '单雄信' } });
    const permit = textBytes({ at: 248, text: 'J' }, { at: 32, text: '  ' });
    expect(decodeCardText(permit)).toMatchObject({ text: { kind: 'hkMacaoTaiwan', nation: '' } });
  });

  test.each([
    ['a permit of a foreigner', 'otherCard', textBytes({ at: 248, text: 'I' })],
    ['a byte too few', 'lengthWrong', textBytes().subarray(1)],
    ['nothing at all', 'lengthWrong', new Uint8Array(0)],
    ['no name', 'fieldsInvalid', textBytes({ at: 0, text: '   ' })],
    ['a control character in the name', 'fieldsInvalid', textBytes({ at: 0, text: '单\n信' })],
    ['half a surrogate in the name', 'fieldsInvalid', textBytes({ at: 0, text: '\ud842' })],
    ['a sex that is none', 'fieldsInvalid', textBytes({ at: 30, text: '3' })],
    ['a number of 17 digits', 'fieldsInvalid', textBytes({ at: 156, text: ' ' })],
    ['a birthday that is not that of the number', 'fieldsInvalid', textBytes({ at: 36, text: '19491230' })],
    ['an end that is no day', 'fieldsInvalid', textBytes({ at: 204, text: '        ' })],
    ['zeros', 'fieldsInvalid', new Uint8Array(256)],
    ['noise', 'fieldsInvalid', new Uint8Array(256).fill(0xd8)],
  ] as const)('is refused with %s', (_, reason, bytes) => {
    expect(decodeCardText(bytes)).toEqual({ kind: 'refused', reason });
  });
});

describe('the data of a card', () => {
  const whole = (): Buffer => Buffer.concat([Uint8Array.of(1, 0, 4, 0), textBytes(), new Uint8Array(1024).fill(7)]);

  test('hold the text and the photograph as it lies on the card', () => {
    const read = decodeCardData(whole());
    expect(read).toMatchObject({ kind: 'card', card: { text: { name: '单雄信' }, photograph: new Uint8Array(1024).fill(7) } });
  });

  test.each([0, 3, 4, 259, 1283])('are refused when only %i bytes came', (length) => {
    expect(decodeCardData(whole().subarray(0, length))).toEqual({ kind: 'refused', reason: 'lengthWrong' });
  });

  test('are refused when their lengths say something else', () => {
    const wrong = whole();
    wrong.writeUInt16BE(0x0200, 2);
    expect(decodeCardData(wrong)).toEqual({ kind: 'refused', reason: 'lengthWrong' });
  });
});
