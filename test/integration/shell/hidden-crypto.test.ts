import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const register = resolve(import.meta.dirname, '../../electron/register.ts');

/** Runs an expression as the product would run it on the stand-in; answers its value, or what it threw. */
function onStandIn(expression: string): string {
  const script = `
    import crypto, { createHash, argon2 } from 'node:crypto';
    try { console.log(String(${expression})); } catch (error) { console.log('threw ' + error.code); }`;
  return execFileSync(process.execPath, ['--import', register, '--input-type=module', '-e', script], { encoding: 'utf8' }).trim();
}

describe('node:crypto on the stand-in', () => {
  it.each([
    ["createHash('sm3')", 'threw ERR_CRYPTO_INVALID_DIGEST'],
    ["crypto.createCipheriv('sm4-cbc', Buffer.alloc(16), Buffer.alloc(16))", 'threw ERR_CRYPTO_INVALID_DIGEST'],
    [
      "crypto.createCipheriv('aes-128-ccm', Buffer.alloc(16), Buffer.alloc(12), { authTagLength: 16 })",
      'threw ERR_CRYPTO_INVALID_DIGEST',
    ],
    ['argon2', 'undefined'],
    ["crypto.getCipherInfo('sm4-ecb')", 'undefined'],
    ['crypto.getHashes().concat(crypto.getCiphers()).filter((name) => /sm[34]|sha3-|ccm/i.test(name)).length', '0'],
  ])('lacks what Electron’s lacks: %s', (expression, outcome) => {
    expect(onStandIn(expression)).toBe(outcome);
  });

  it.each([
    ["createHash('sha256').update('a').digest('hex').slice(0, 8)", 'ca978112'],
    ["createHash('sha384').update('').digest().length", '48'],
    ["crypto.createHmac('md5', 'k').update('a').digest().length", '16'],
    ["crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)).update('a', 'utf8').length", '1'],
    ["crypto.generateKeyPairSync('ed25519').publicKey.asymmetricKeyType", 'ed25519'],
    ["crypto.verify(null, Buffer.from('a'), crypto.generateKeyPairSync('ed25519').publicKey, Buffer.alloc(64))", 'false'],
    ["crypto.scryptSync('1234', 'salt', 16).length", '16'],
    ["crypto.getHashes().includes('sha384')", 'true'],
  ])('has what both have: %s', (expression, outcome) => {
    expect(onStandIn(expression)).toBe(outcome);
  });
});
