import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from '../../../../src/hardware/qr/base45.ts';
import { issueCode } from '../../../../src/hardware/qr/issue-code.ts';
import { encodePassCode, parsePassCode, passCodeText, type PassCode } from '../../../../src/hardware/qr/pass-code.ts';
import { codeRefusals, verifyCode, type CodeVerdict, type VerifyOptions } from '../../../../src/hardware/qr/verify-code.ts';
import { seeded } from '../../../fakes/seeded.ts';

const office = generateKeyPairSync('ed25519');
const forger = generateKeyPairSync('ed25519');
const noon = Date.UTC(2026, 10, 28, 4);
const minute = 60_000;

const code = (changes: Partial<PassCode> = {}): PassCode => ({
  workerId: '4508004291609636864',
  place: '滨江一号',
  notBeforeMs: noon - 5 * minute,
  expiresMs: noon + 5 * minute,
  nonce: '0123456789abcdef',
  ...changes,
});

const at = (changes: Partial<VerifyOptions> = {}): VerifyOptions => ({
  publicKey: office.publicKey,
  place: '滨江一号',
  nowMs: noon,
  isClockDoubtful: false,
  longestMs: 24 * 60 * minute,
  memory: { isUsed: () => false },
  healthPrefix: null,
  healthMarks: { green: 'color=green', yellow: 'color=yellow', red: 'color=red' },
  ...changes,
});

const issued = (changes: Partial<PassCode> = {}): string => issueCode(code(changes), office.privateKey);
const refused = (reason: string): CodeVerdict => ({ kind: 'refused', reason }) as CodeVerdict;

describe('base 45', () => {
  // RFC 9285, 4.3 and 4.4
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('of %s is as the RFC prints it', (text, encoded) => {
    expect(encodeBase45(Buffer.from(text))).toBe(encoded);
    expect(Buffer.from(decodeBase45(encoded) ?? []).toString()).toBe(text);
  });

  it.each(['A', 'GGW', '::', ':::', 'bb8', 'BB8A', 'BB_'])('refuses %s', (text) => {
    expect(decodeBase45(text)).toBeNull();
  });
});

describe('a person’s code', () => {
  it('is believed while it is valid, at its place, and says who it is', () => {
    const text = issued();
    expect(verifyCode(text, at())).toEqual({ kind: 'person', code: code(), value: text });
    expect(text).toMatch(/^SG1:[\dA-Z $%*+\-./:]+$/);
    expect(text.length).toBeLessThan(200);
  });

  it.each([
    ['expired', at({ nowMs: noon + 5 * minute })],
    ['notYet', at({ nowMs: noon - 6 * minute - 1 })],
    ['wrongPlace', at({ place: '滨江二号' })],
    ['replayed', at({ memory: { isUsed: (nonce) => nonce === '0123456789abcdef' } })],
    ['clockDoubtful', at({ isClockDoubtful: true })],
    ['tooLong', at({ longestMs: 10 * minute - 1 })],
    ['forged', at({ publicKey: forger.publicKey })],
  ] as const)('is refused: %s', (reason, options) => {
    expect(verifyCode(issued(), options)).toEqual(refused(reason));
  });

  it('is believed up to a minute before it begins, and until the last moment', () => {
    for (const nowMs of [noon - 6 * minute, noon + 5 * minute - 1])
      expect(verifyCode(issued(), at({ nowMs }))).toMatchObject({ kind: 'person' });
  });

  it('is believed again and again only where no memory is kept', () => {
    expect(verifyCode(issued(), at({ memory: null }))).toMatchObject({ kind: 'person' });
  });

  it('with any one character changed is refused as forged or malformed', () => {
    const text = issued();
    for (let index = 4; index < text.length; index += 1) {
      const changed = text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1);
      expect(['forged', 'malformed']).toContain((verifyCode(changed, at()) as { reason?: string }).reason);
    }
  });

  it('cannot be made for another worker, place or time out of a true one', () => {
    const text = issued();
    const signature = parsePassCode(text)?.signature ?? new Uint8Array(64);
    for (const change of [
      { workerId: 'w2' },
      { place: '滨江二号' },
      { expiresMs: noon + 500 * minute },
      { nonce: 'ffffffffffffffff' },
    ])
      expect(verifyCode(passCodeText(encodePassCode(code(change)), signature), at())).toEqual(refused('forged'));
  });

  it('signed over the same bytes without the prefix is refused: a signature for something else is none', () => {
    const signed = encodePassCode(code());
    const text = passCodeText(signed, sign(null, signed.subarray(4), office.privateKey));
    expect(verifyCode(text, at())).toEqual(refused('forged'));
  });

  it.each(['SG1:', 'SG1:ABC', `SG1:${'A'.repeat(5_000)}`, 'SG1:单雄信', `SG1:${encodeBase45(new Uint8Array(82))}`])(
    'that is none of ours behind the prefix is malformed',
    (text) => {
      expect(verifyCode(text, at())).toEqual(refused('malformed'));
    },
  );

  it('whose texts are no UTF-8, or leave bytes over, is malformed whoever signed it', () => {
    const signed = encodePassCode(code({ workerId: 'ab', place: 'cd' }));
    const broken = [signed.with(signed.length - 1, 0xff), Uint8Array.from([...signed, 7])];
    for (const bytes of broken)
      expect(verifyCode(passCodeText(bytes, sign(null, bytes, office.privateKey)), at())).toEqual(refused('malformed'));
  });

  it('never throws and never lets noise pass, for 3,000 seeded texts', () => {
    const random = seeded(45);
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a单';
    const text = issued();
    for (let round = 0; round < 3_000; round += 1) {
      const cut = Math.floor(random() * text.length);
      const noise = Array.from({ length: Math.floor(random() * 200) }, () =>
        alphabet.charAt(Math.floor(random() * alphabet.length)),
      );
      const verdict = verifyCode((random() < 0.5 ? text.slice(0, cut) : 'SG1:') + noise.join(''), at());
      expect(verdict.kind === 'refused' && codeRefusals.includes(verdict.reason)).toBe(true);
    }
  });
});

describe('other codes', () => {
  it('are refused, but for health codes where the site takes them: those are passed on as they are', () => {
    const health = 'https://health.example/q?code=abc';
    expect(verifyCode(health, at())).toEqual(refused('notOurs'));
    expect(verifyCode(health, at({ healthPrefix: 'https://health.example/' }))).toEqual({
      kind: 'health',
      value: health,
      colour: null,
    });
    expect(verifyCode(`${health}${'x'.repeat(2_000)}`, at({ healthPrefix: 'https://' }))).toEqual(refused('notOurs'));
    expect(verifyCode('anything', at({ healthPrefix: '' }))).toEqual(refused('notOurs'));
  });
});

describe('the colour of a health code', () => {
  const told = (text: string, changes: Partial<VerifyOptions> = {}) => {
    const verdict = verifyCode(`HC:${text}`, at({ healthPrefix: 'HC:', ...changes }));
    return verdict.kind === 'health' ? verdict.colour : verdict.kind;
  };
  it.each([
    ['id=1&color=green', 'green'],
    ['id=1&color=yellow', 'yellow'],
    ['color=red&id=1', 'red'],
    ['id=1', null],
    ['id=1&color=blue', null],
    ['id=1&COLOR=GREEN', null],
    ['color=red&note=color=green', null],
  ])('of %s is told as %s', (text, colour) => {
    expect(told(text)).toBe(colour);
  });

  it('is never told by a mark that the site has not named', () => {
    expect(told('color=green', { healthMarks: { green: null, yellow: null, red: null } })).toBeNull();
    expect(told('color=green', { healthMarks: { green: '', yellow: '', red: '' } })).toBeNull();
  });
});

describe('issuing', () => {
  it.each([
    { workerId: '' },
    { workerId: 'x'.repeat(256) },
    { place: '' },
    { nonce: 'xyz' },
    { expiresMs: noon - 5 * minute },
    { expiresMs: 2 ** 32 * 1_000 },
    { notBeforeMs: Number.NaN },
  ])('refuses what a code cannot say: %j', (changes) => {
    expect(() => issued(changes)).toThrow('[code.invalid]');
  });

  it('refuses a key of another kind', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => issueCode(code(), privateKey)).toThrow('[code.invalid]');
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('gives what OpenSSL’s own tool holds to be signed', () => {
    const parsed = parsePassCode(issued());
    if (parsed === null) throw new Error('not parsed');
    const spki = office.publicKey.export({ type: 'spki', format: 'pem' });
    const file = (bytes: Uint8Array | string): string => `<(printf %s ${Buffer.from(bytes).toString('base64')} | base64 -d)`;
    const script = `openssl pkeyutl -verify -rawin -pubin -inkey ${file(spki)} -in "$IN" -sigfile ${file(parsed.signature)}`;
    // `-rawin` wants a file whose size it can ask for.
    const whole = `IN=$(mktemp); printf %s ${Buffer.from(parsed.signed).toString('base64')} | base64 -d > "$IN"; ${script}; rm "$IN"`;
    expect(execFileSync('bash', ['-c', whole], { encoding: 'utf8' })).toContain('Verified Successfully');
  });
});
