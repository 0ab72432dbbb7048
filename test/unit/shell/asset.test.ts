import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { answerAsset } from '../../../src/shell/asset-response.ts';

const folder = mkdtempSync(join(tmpdir(), 'terminal-asset-'));
const roots = { page: join(folder, 'renderer'), models: join(folder, 'human') };

beforeAll(() => {
  mkdirSync(join(roots.page, 'assets'), { recursive: true });
  mkdirSync(roots.models);
  mkdirSync(join(folder, 'renderer-private'));
  writeFileSync(join(roots.page, 'index.html'), '<!doctype html>');
  writeFileSync(join(roots.page, 'assets', 'a.js'), 'export {}');
  writeFileSync(join(roots.page, 'notes.txt'), 'not for the page');
  writeFileSync(join(roots.models, 'net.bin'), Uint8Array.of(0, 200, 10));
  writeFileSync(join(roots.models, 'tfjs.wasm'), Uint8Array.of(0, 97, 115, 109));
  writeFileSync(join(folder, 'secret.json'), '{"key":1}');
  writeFileSync(join(folder, 'renderer-private', 'secret.json'), '{"key":2}');
  symlinkSync(join(folder, 'secret.json'), join(roots.page, 'link.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (address: string, method = 'GET'): Promise<Response> =>
  answerAsset(new Request(address, { method }), roots, silentLog);

describe('the files of the page', () => {
  it.each([
    ['app://terminal/', 'text/html; charset=utf-8'],
    ['app://terminal/index.html?lane=2#top', 'text/html; charset=utf-8'],
    ['app://terminal/assets/a.js', 'text/javascript; charset=utf-8'],
    ['app://terminal/models/human/tfjs.wasm', 'application/wasm'],
  ])('serves %s as %s', async (address, mime) => {
    const answer = await get(address);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mime]);
  });

  it('serves bytes unchanged', async () => {
    expect(await (await get('app://terminal/models/human/net.bin')).bytes()).toEqual(Uint8Array.of(0, 200, 10));
  });

  it('puts a policy on every answer that lets no foreign or inline script run', async () => {
    for (const address of ['app://terminal/', 'app://terminal/assets/a.js', 'app://terminal/missing.js']) {
      const policy = (await get(address)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(policy).toMatch(/connect-src 'self'(;|$)/);
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    }
  });

  it.each([
    'app://terminal/../secret.json',
    'app://terminal/%2e%2e/secret.json',
    'app://terminal/..%2fsecret.json',
    'app://terminal/%2e%2e%2fsecret.json',
    'app://terminal/..%5csecret.json',
    'app://terminal/%2e%2e%2frenderer-private/secret.json',
    'app://terminal/models/human/%2e%2e%2fsecret.json',
    'app://terminal/models/human//../../../secret.json',
    'app://terminal//secret.json',
    'app://terminal/link.json',
    'app://terminal/index.html%00.js',
    'app://terminal/%',
    'app://terminal/assets',
    'app://terminal/notes.txt',
    'app://terminal/missing.js',
    'app://elsewhere/index.html',
  ])('answers 404 to %s', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it('answers 405 to anything that would write', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('app://terminal/', method)).status).toBe(405);
  });
});
