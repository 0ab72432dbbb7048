import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Electron's `node:crypto` stands on BoringSSL, which lacks much that Node's OpenSSL has. What is missing there is taken
 * away here too, so that a slip fails on this machine and not first at a gate.
 */
const missing =
  /sm[234]|sha3-|shake|blake2(s|b512)|whirlpool|camellia|aria|seed|idea|cast|(^|-)bf|ccm|ocb|siv|wrap|ed448|x448|argon/i;

const isMissing = (name: unknown): boolean => typeof name === 'string' && missing.test(name);

/** Makes `node:crypto` of this thread throw or answer "unknown" for algorithms that BoringSSL lacks. */
export function hideMissingCrypto(): void {
  const table = crypto as unknown as Record<string, unknown>;
  for (const name of ['createHash', 'createHmac', 'createCipheriv', 'createDecipheriv', 'createSign', 'createVerify', 'hash']) {
    refuse(table, name, 0, 'ERR_CRYPTO_INVALID_DIGEST');
  }
  for (const name of ['sign', 'verify', 'generateKeyPair', 'generateKeyPairSync'])
    refuse(table, name, 0, 'ERR_CRYPTO_INVALID_DIGEST');
  for (const name of ['pbkdf2', 'pbkdf2Sync']) refuse(table, name, 4, 'ERR_CRYPTO_INVALID_DIGEST');
  for (const name of ['hkdf', 'hkdfSync']) refuse(table, name, 0, 'ERR_CRYPTO_INVALID_DIGEST');
  for (const name of ['argon2', 'argon2Sync']) table[name] = undefined;
  for (const name of ['getCiphers', 'getHashes', 'getCurves']) filter(table, name);
  const { getCipherInfo } = crypto;
  table['getCipherInfo'] = (name: string, ...rest: []) => (isMissing(name) ? undefined : getCipherInfo(name, ...rest));
  syncBuiltinESMExports();
}

function refuse(table: Record<string, unknown>, name: string, algorithmAt: number, code: string): void {
  const original = table[name];
  if (typeof original !== 'function') return;
  table[name] = (...args: unknown[]): unknown => {
    const algorithm = args[algorithmAt];
    if (isMissing(algorithm)) throw Object.assign(new Error(`Unknown algorithm in BoringSSL: ${String(algorithm)}`), { code });
    return Reflect.apply(original, crypto, args) as unknown;
  };
}

function filter(table: Record<string, unknown>, name: string): void {
  const original = table[name];
  if (typeof original !== 'function') return;
  table[name] = () => (Reflect.apply(original, crypto, []) as string[]).filter((algorithm) => !isMissing(algorithm));
}
