import { existsSync } from 'node:fs';
import encodeQr from 'qr';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecognitionEngine, type RecognitionEngine } from '../../../src/recognition/engine.ts';
import { createPhotographAnalyser, type PhotographAnalyser } from '../../../src/recognition/photograph-analyser.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { drawnFace, heldAs, HEIGHT, WIDTH } from './parity-face.ts';
import { AnalysisPage } from './parity-page.ts';
import { hasFaces, hasModels, modelsDir, onFaces, webcamFrames } from './shared-data.ts';

const canRun = hasModels && existsSync(process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium');
const title = 'the page and the photographs';

const patience = { timeout: 60_000 };
/** Cosine from which on the same file counts as seen alike. */
const ALIKE = 0.995;

describe.skipIf(!canRun)(canRun ? title : `${title} (skipped: no chromium or no models)`, () => {
  let page: AnalysisPage;
  let engine: RecognitionEngine;
  let analyser: PhotographAnalyser;
  let upright: Uint8Array;
  beforeAll(async () => {
    [page, engine, analyser, upright] = await Promise.all([
      AnalysisPage.open(),
      createRecognitionEngine({ modelsDir, log: silentLog }),
      createPhotographAnalyser({ modelsDir }),
      drawnFace().removeAlpha().png().toBuffer(),
    ]);
  }, 400_000);
  afterAll(() => Promise.all([page.close(), engine.close(), analyser.close()]));

  const embeddingOf = (crop: Uint8Array | null): Promise<Float32Array> => {
    if (crop === null) throw new Error('no face was found');
    return engine.embed(crop, 'live');
  };
  async function photographed(bytes: Uint8Array): Promise<Float32Array> {
    const result = await analyser.analyse(bytes, 'platform');
    return embeddingOf(result.kind === 'face' ? result.crop : null);
  }
  async function expectSamePixels(picture: Uint8Array): Promise<void> {
    const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const live = await embeddingOf((await page.analysePixels(data, info.width, info.height)).crop);
    // PNG loses nothing.
    const enrolled = await photographed(await sharp(picture).removeAlpha().png().toBuffer());
    expect(farthest(live, enrolled)).toBeLessThanOrEqual(1e-4);
  }
  async function expectAlike(bytes: Uint8Array): Promise<Float32Array> {
    const seen = await page.analyseFile(bytes);
    const enrolled = await photographed(bytes);
    expect(cosine(await embeddingOf(seen.crop), enrolled)).toBeGreaterThanOrEqual(ALIKE);
    return enrolled;
  }

  it('see the same in the same pixels', () => expectSamePixels(upright));

  it('see a worker’s QR code, also beside others on helmet and wall, and none where there is none', async () => {
    const text = `SG1:${'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'.repeat(4)}`;
    const drawn = (what: string, side: number): Promise<Buffer> =>
      sharp(Buffer.from(encodeQr(what, 'svg', { ecc: 'medium' })), { density: 300 })
        .resize(side, side, { kernel: 'nearest' })
        .flatten({ background: 'white' })
        .toBuffer();
    const code = await drawn(text, 260);
    const others = [
      { input: await drawn('HTTPS://HELMET.EXAMPLE/1', 90), left: 20, top: 15 },
      { input: await drawn('HTTPS://POSTER.EXAMPLE/2', 150), left: 20, top: 300 },
    ];
    const held = sharp({ create: { width: 640, height: 480, channels: 3, background: '#70757a' } });
    const rgba = (picture: Sharp): Promise<Buffer> => picture.ensureAlpha().raw().toBuffer();
    const shown = await rgba(held.clone().composite([{ input: code, left: 200, top: 110 }]));
    const among = await rgba(held.clone().composite([...others, { input: code, left: 300, top: 110 }]));
    const seenIn = async (picture: Buffer): Promise<readonly string[]> =>
      (await page.analysePixels(picture, 640, 480)).codes.toSorted();
    // Codes are looked for at the first picture, and at later ones now and then.
    expect(await seenIn(await rgba(held))).toEqual([]);
    await expect.poll(() => seenIn(shown), patience).toEqual([text]);
    await expect.poll(() => seenIn(among), patience).toEqual(['HTTPS://HELMET.EXAMPLE/1', 'HTTPS://POSTER.EXAMPLE/2', text]);
  });

  it('see a face that comes with its picture whenever that is asked for', async () => {
    const { data, info } = await sharp(upright).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    for (let look = 0; look < 4; look++)
      expect((await page.analysePixels(data, info.width, info.height, true)).isPictured).toBe(true);
  });

  it('tell a different picture apart', async () => {
    const darker = await sharp(upright).linear(0.6, 40).png().toBuffer();
    expect(farthest(await photographed(upright), await photographed(darker))).toBeGreaterThan(1e-3);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('set a picture of EXIF orientation %i upright', async (orientation) => {
    const stored = await heldAs(orientation, upright);
    const { width, height } = await sharp(stored).metadata();
    expect([width, height]).toEqual(orientation < 5 ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH]);
    const enrolled = await expectAlike(stored);
    expect(cosine(enrolled, await photographed(upright))).toBeGreaterThanOrEqual(ALIKE);
  });

  it.each([
    ['a JPEG', () => sharp(upright).jpeg({ quality: 90 })],
    ['a JPEG with whole chroma', () => sharp(upright).jpeg({ quality: 90, chromaSubsampling: '4:4:4' })],
    ['a JPEG that comes in passes', () => sharp(upright).jpeg({ quality: 90, progressive: true })],
    ['a JPEG of wider colours', () => sharp(upright).withIccProfile('p3').jpeg({ quality: 95 })],
    ['a grey JPEG', () => sharp(upright).greyscale().jpeg({ quality: 90 })],
    ['a grey PNG', () => sharp(upright).greyscale().png()],
    ['a grey PNG of 16 bits', () => sharp(upright).toColourspace('grey16').png()],
    ['a PNG of 16 bits', () => sharp(upright).toColourspace('rgb16').png()],
    ['a CMYK JPEG that does not say which inks', () => sharp(upright).toColourspace('cmyk').jpeg({ quality: 95 })],
    ['a wide JPEG', () => sharp(upright).extend({ left: 213, right: 213, background: '#8a94a0' }).jpeg({ quality: 95 })],
    ['a large wide JPEG', () => large(upright, { left: 107, right: 107 })],
    ['a large tall JPEG', () => large(upright, { top: 330, bottom: 330 })],
    ['a WebP', () => sharp(upright).webp({ quality: 95 })],
    ['a PNG with nothing round the head', () => drawnFace('transparent').png()],
    ['a PNG on half-transparent red', () => drawnFace('rgba(255, 0, 0, 0.5)').png()],
    ['a half-transparent PNG', () => drawnFace().composite([veil]).png()],
    ['a half-transparent grey PNG', () => drawnFace().composite([veil]).toColourspace('b-w').png()],
  ])('see the same in %s', async (_what, encode) => {
    const encoded = await encode();
    await expectAlike(encoded instanceof Uint8Array ? encoded : await encoded.toBuffer());
  });

  it('take a CMYK photograph by its profile for what it was', async () => {
    const inks = await sharp(upright).withIccProfile('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect(await sharp(inks).metadata()).toMatchObject({ space: 'cmyk', hasProfile: true });
    expect(cosine(await photographed(inks), await photographed(upright))).toBeGreaterThanOrEqual(ALIKE);
  });

  describe.skipIf(!hasFaces)(onFaces('of people'), () => {
    it.each(['0001', '0005', '0006'])('see the same in the frames of webcam %s, as pixels and as JPEG', async (person) => {
      for (const [index, jpeg] of webcamFrames(person, '_01').entries()) {
        if (index % 20 !== 0) continue;
        await expectSamePixels(jpeg);
        await expectAlike(jpeg);
        // A picture of two megapixels takes as long as all the others together: one of each person.
        if (index === 0) await expectAlike(await large(jpeg, { left: 107, right: 107 }));
      }
    });
  });
});

/** Takes two fifths of the opacity away. */
const veil = {
  input: Buffer.from(
    `<svg width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="rgba(0, 0, 0, 0.6)"/></svg>`,
  ),
  blend: 'dest-in',
} as const;

/** As a camera of more pixels sees it, with more room round it, px of the small picture. */
const large = (picture: Uint8Array, room: { left?: number; right?: number; top?: number; bottom?: number }) =>
  sharp(picture)
    .extend({ ...room, background: '#8a94a0' })
    .png()
    .toBuffer()
    .then((wide) => sharp(wide).resize({ width: 1920 }).jpeg({ quality: 95 }).toBuffer());

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);

/** Largest difference of two numbers in the same place. */
const farthest = (one: Float32Array, other: Float32Array): number =>
  Math.max(...one.map((value, i) => Math.abs(value - (other[i] ?? Infinity))));
