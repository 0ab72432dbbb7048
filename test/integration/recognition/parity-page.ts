import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { Chromium } from '../../electron/chromium.ts';

const root = resolve(import.meta.dirname, '../../..');
const modelsDir = join(root, 'models');

/** Gives the analysis worker one frame after the other, as the page's own analyser does. */
const pageScript = `
const worker = new Worker('/vision-worker.js', { type: 'module' });
let settle = null;
let codes = [];
let observation = null;
const next = () => new Promise((resolve, reject) => (settle = { resolve, reject }));
worker.onmessage = ({ data }) => {
  if (data.kind === 'failed') settle.reject(new Error(data.message));
  if (data.kind === 'ready') settle.resolve();
  if (data.kind === 'code') codes.push(data.text);
  if (data.kind === 'observed') observation = data.observation;
  if (data.kind === 'free') settle.resolve(observation);
};
worker.onerror = ({ message }) => settle.reject(new Error(message));
const ready = next();
const files = { modelBasePath: '/models/human/', wasmPath: '/models/human/wasm/' };
worker.postMessage({ kind: 'start', backend: 'wasm', liveness: null, codes: { wasmUrl: '/code.wasm' }, ...files });
async function analyse(frame, wantsPicture = false) {
  const observed = next();
  codes = [];
  worker.postMessage({ kind: 'frame', frame, takenAtMs: Date.now(), half: 'whole', infrared: null, wantsPicture }, [frame]);
  const { width, height, face } = await observed;
  return { width, height, codes, crop: face && [...face.crop], isPictured: (face?.jpeg ?? null) !== null };
}
window.analysePixels = async (url, width, height, wantsPicture) => {
  await ready;
  const data = await (await fetch(url)).arrayBuffer();
  return analyse(new VideoFrame(data, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp: 0 }), wantsPicture);
};
window.analyseFile = async (url) => {
  await ready;
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#808080';
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  return analyse(new VideoFrame(canvas, { timestamp: 0 }));
};
`;

declare const window: {
  analysePixels(url: string, width: number, height: number, wantsPicture: boolean): Promise<PageResult>;
  analyseFile(url: string): Promise<PageResult>;
};

type PageResult = {
  readonly width: number;
  readonly height: number;
  readonly codes: readonly string[];
  readonly crop: readonly number[] | null;
  readonly isPictured: boolean;
};

/** What the page made of a picture: the size at which it saw it, and the crop; null when it saw no face. */
export interface SeenByPage {
  readonly width: number;
  readonly height: number;
  /** Of QR codes. */
  readonly codes: readonly string[];
  readonly crop: Uint8Array | null;
  /** Did the face come with its picture? */
  readonly isPictured: boolean;
}

/** The page's analysis worker, as the product bundles it, in the system's Chromium. */
export class AnalysisPage {
  readonly #server: Server;
  readonly #chromium: Chromium;
  readonly #page: Page;
  readonly #pictures: Map<string, Uint8Array>;

  private constructor(server: Server, chromium: Chromium, page: Page, pictures: Map<string, Uint8Array>) {
    this.#server = server;
    this.#chromium = chromium;
    this.#page = page;
    this.#pictures = pictures;
  }

  static async open(): Promise<AnalysisPage> {
    const pictures = new Map<string, Uint8Array>();
    const server = await serve(await bundledWorker(), pictures);
    const chromium = await Chromium.launch({ switches: [], isHeadless: true, isKiosk: false, width: 640, height: 480 });
    const page = await chromium.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return new AnalysisPage(server, chromium, page, pictures);
  }

  /** Pixels as a camera gives them, RGBA. */
  async analysePixels(rgba: Uint8Array, width: number, height: number, wantsPicture = false): Promise<SeenByPage> {
    const args = [this.#offer(rgba), width, height, wantsPicture] as const;
    return seen(await this.#page.evaluate((them) => window.analysePixels(...them), args));
  }

  /** A file as Chromium decodes and shows it, on middle grey. */
  async analyseFile(bytes: Uint8Array): Promise<SeenByPage> {
    return seen(await this.#page.evaluate((url) => window.analyseFile(url), this.#offer(bytes)));
  }

  async close(): Promise<void> {
    await this.#chromium.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #offer(bytes: Uint8Array): string {
    const url = `/picture/${this.#pictures.size}`;
    this.#pictures.set(url, bytes);
    return url;
  }
}

const seen = ({ crop, ...rest }: PageResult): SeenByPage => ({ ...rest, crop: crop && Uint8Array.from(crop) });

async function bundledWorker(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['renderer/vision/vision-worker.ts'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'chrome140',
    write: false,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('nothing was bundled');
  return file.contents;
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', json: 'application/json', wasm: 'application/wasm' };

async function serve(worker: Uint8Array, pictures: ReadonlyMap<string, Uint8Array>): Promise<Server> {
  const fixed = new Map<string, Uint8Array | string>([
    ['/', '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/page.js"></script>'],
    ['/page.js', pageScript],
    ['/vision-worker.js', worker],
    ['/code.wasm', readFileSync(join(root, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'))],
  ]);
  const read = (url: string): Uint8Array | string | undefined => {
    const file = resolve(root, `.${url}`);
    if (url.startsWith('/models/') && file.startsWith(modelsDir + sep)) return readFileSync(file);
    return fixed.get(url) ?? pictures.get(url);
  };
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const contents = read(url);
    if (contents === undefined) return void response.writeHead(404).end();
    const type = url === '/' ? 'text/html' : (types[url.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    response.writeHead(200, { 'content-type': type }).end(contents);
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  return server;
}
