import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Chromium } from '../../electron/chromium.ts';
import type { LookedAt } from './two-cameras-page.ts';

declare const lookAtBoth: (count: number, mostMs: number) => Promise<readonly LookedAt[]>;

const PAIRS = 6;
const MOST_MS = 90_000;

let chromium: Chromium;
let server: Server;

beforeAll(async () => {
  const entryPoints = [join(import.meta.dirname, 'two-cameras-page.ts')];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', target: 'chrome140', write: false });
  const script = outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const switches = ['--use-fake-device-for-media-stream=device-count=2', '--use-fake-ui-for-media-stream'];
  chromium = await Chromium.launch({ switches, isHeadless: true, isKiosk: false, width: 640, height: 480 });
});
afterAll(async () => {
  await chromium.close();
  server.close();
  server.closeAllConnections();
});

// Chromium lends a page two frames of a camera at a time: whoever keeps both never gets another. Its second made-up camera gives 16 bits a pixel, as
// infrared ones do.
it('two cameras go on giving pairs while each pair is looked at for longer than a frame lasts', async () => {
  const page = await chromium.context.newPage();
  await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  await page.waitForFunction(() => 'lookAtBoth' in globalThis);
  const looks = await page.evaluate(([count, mostMs]) => lookAtBoth(count, mostMs), [PAIRS, MOST_MS] as const);
  const later = looks.slice(2);
  // A moment in which the machine is busy may cost a pair; a camera that stopped costs all that follow.
  expect(later.filter(({ apartMs }) => apartMs !== null).length).toBeGreaterThanOrEqual(PAIRS);
  expect(Math.max(...later.map(({ contrast }) => contrast))).toBeGreaterThan(30);
  // The camera ran on meanwhile: one that the look stopped gives none, or the one that was lent.
  expect(later.filter(({ arrived }) => arrived > 1).length).toBeGreaterThanOrEqual(PAIRS / 2);
});
