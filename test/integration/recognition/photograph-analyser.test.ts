import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPhotographAnalyser, type PhotographAnalyser } from '../../../src/recognition/photograph-analyser.ts';
import { CROP_BYTES } from '../../../src/shared/vision/observation.ts';
import {
  hasFaces,
  hasModels,
  modelsDir,
  onFaces,
  pressPairs,
  profileBeforeBystander,
  strangers,
  webcamFrames,
} from './shared-data.ts';

const noiseOf = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } } });

/** Largest difference, mean over the crop, that another way of storing the same picture may make. */
function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

describe.skipIf(!hasModels)('the photograph analyser', () => {
  let analyser: PhotographAnalyser;
  beforeAll(async () => {
    analyser = await createPhotographAnalyser({ modelsDir });
  });
  afterAll(() => analyser.close());

  const codeOf = async (bytes: Uint8Array): Promise<string> => {
    const result = await analyser.analyse(bytes, 'capture');
    return result.kind === 'refused' ? result.code : 'face';
  };

  it('refuses to start without its networks', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'models-'));
    await expect(createPhotographAnalyser({ modelsDir: empty })).rejects.toMatchObject({ code: 'model.missing' });
    await rm(empty, { recursive: true });
  });

  it.each([
    ['nothing', () => new Uint8Array(0)],
    ['text', () => new TextEncoder().encode('this is no picture')],
    ['a drawing', () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>')],
    ['a file above the limit', () => new Uint8Array(21 * 1024 * 1024)],
  ])('refuses %s as unreadable', async (_what, bytes) => {
    expect(await codeOf(bytes())).toBe('photo.unreadable');
  });

  it('refuses a small file that unfolds into a huge picture', async () => {
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await codeOf(bomb)).toBe('photo.unreadable');
  });

  it('finds no face in noise', async () => {
    expect(await codeOf(await noiseOf(500, 400).png().toBuffer())).toBe('photo.noFace');
  });

  describe.skipIf(!hasFaces)(onFaces('on real faces'), () => {
    const [face = new Uint8Array()] = hasFaces ? webcamFrames('0001', '_01') : [];

    it('answers a crop, measures and a small upright portrait', async () => {
      const result = await analyser.analyse(face, 'capture');
      if (result.kind !== 'face') throw new Error(result.message);
      expect(result.crop).toHaveLength(CROP_BYTES);
      expect(result.measures.box.width).toBeGreaterThan(80);
      expect(Math.abs(result.measures.yawDeg)).toBeLessThan(20);
      expect(result.jpeg.length).toBeLessThanOrEqual(60 * 1024);
      expect((await sharp(result.jpeg).metadata()).format).toBe('jpeg');
      expect(result.warnings).toEqual([]);
    });

    it.each([
      ['turned by EXIF', () => sharp(face).rotate(90).withMetadata({ orientation: 8 }).jpeg({ quality: 95 }).toBuffer()],
      ['with 16 bits', () => sharp(face).toColourspace('rgb16').png().toBuffer()],
      ['as WebP', () => sharp(face).webp({ quality: 95 }).toBuffer()],
    ])('cuts the same crop from the picture %s', async (_what, store) => {
      const plain = await analyser.analyse(face, 'capture');
      const other = await analyser.analyse(await store(), 'capture');
      if (plain.kind !== 'face' || other.kind !== 'face') throw new Error('no face');
      expect(meanDifference(plain.crop, other.crop)).toBeLessThan(12);
    });

    it('cuts nearly the same crop from the picture in CMYK, which has fewer colours', async () => {
      const cmyk = await sharp(face).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
      const plain = await analyser.analyse(face, 'capture');
      const other = await analyser.analyse(cmyk, 'capture');
      if (plain.kind !== 'face' || other.kind !== 'face') throw new Error('no face');
      expect(meanDifference(plain.crop, other.crop)).toBeLessThan(30);
    });

    it.each([
      ['photo.unreadable', (bytes: Uint8Array) => Promise.resolve(bytes.subarray(0, 3_000))],
      ['photo.tooSmall', (bytes: Uint8Array) => sharp(bytes).resize(120).png().toBuffer()],
      ['photo.blurred', (bytes: Uint8Array) => sharp(bytes).blur(7).png().toBuffer()],
      ['photo.badLight', (bytes: Uint8Array) => sharp(bytes).linear(0.06).png().toBuffer()],
    ] as const)('refuses as %s', async (code, spoil) => {
      expect(await codeOf(await spoil(face))).toBe(code);
    });

    it('sets photographs upright that stand on their head and do not say so, nearly all of them', async () => {
      const pictures = pressPairs(42).map(([first]) => first);
      let upright = 0;
      for (const bytes of pictures) {
        const plain = await analyser.analyse(bytes, 'platform');
        const turned = await analyser.analyse(await sharp(bytes).rotate(180).png().toBuffer(), 'platform');
        if (plain.kind !== 'face' || turned.kind !== 'face') continue;
        if (meanDifference(plain.crop, turned.crop) < 12) upright++;
      }
      expect(pictures).toHaveLength(10);
      expect(upright).toBeGreaterThanOrEqual(8);
    });

    it('wants the whole face in a photograph that is taken here, and flags what a platform sends', async () => {
      const whole = await analyser.analyse(face, 'standard');
      const { x = 0, width = 0 } = whole.kind === 'face' ? whole.measures.box : {};
      const cut = await sharp(face)
        .extract({ left: 0, top: 0, width: Math.round(x + 0.75 * width), height: 480 })
        .png()
        .toBuffer();
      expect(await codeOf(cut)).toBe('photo.cutOff');
      const sent = await analyser.analyse(cut, 'platform');
      expect(sent.kind === 'face' && sent.warnings).toContain('photo.cutOff');
    });

    it('refuses two people side by side', async () => {
      const [other = face] = webcamFrames('0005', '_01');
      const both = await sharp({ create: { width: 1280, height: 480, channels: 3, background: '#888' } })
        .composite([
          { input: Buffer.from(face), left: 0, top: 0 },
          { input: Buffer.from(other), left: 640, top: 0 },
        ])
        .jpeg()
        .toBuffer();
      expect(await codeOf(both)).toBe('photo.severalFaces');
    });

    it('enrols the one in the middle of two that the platform sent, with a warning', async () => {
      const [other = face] = webcamFrames('0005', '_01');
      const both = await sharp({ create: { width: 1680, height: 480, channels: 3, background: '#888' } })
        .composite([
          { input: Buffer.from(other), left: 520, top: 0 },
          { input: Buffer.from(face), left: 1040, top: 0 },
        ])
        .jpeg()
        .toBuffer();
      const result = await analyser.analyse(both, 'platform');
      expect(result).toMatchObject({ kind: 'face', warnings: ['photo.severalFaces'] });
      const middle = result.kind === 'face' ? result.measures.box.x + result.measures.box.width / 2 : NaN;
      expect(Math.abs(middle - 840)).toBeLessThan(150);
      expect(await analyser.analyse(both, 'capture')).toMatchObject({ kind: 'refused', code: 'photo.severalFaces' });
    });

    it('does not enrol a bystander in place of somebody larger whose face is turned away', async () => {
      expect(await analyser.analyse(profileBeforeBystander(), 'platform')).toMatchObject({
        kind: 'refused',
        code: 'photo.severalFaces',
      });
    });

    it('enrols a small face that nobody larger stands before', async () => {
      const small = await sharp(face).resize(240).toBuffer();
      const yard = await sharp({ create: { width: 1000, height: 700, channels: 3, background: '#7d8287' } })
        .composite([{ input: small, left: 60, top: 430 }])
        .jpeg()
        .toBuffer();
      expect(await analyser.analyse(yard, 'platform')).toMatchObject({ kind: 'face' });
    });

    it('enrols a small picture that the platform sent, with a warning', async () => {
      const small = await sharp(face).resize(160).png().toBuffer();
      const result = await analyser.analyse(small, 'platform');
      expect(result).toMatchObject({ kind: 'face', warnings: ['photo.tooSmall'] });
    });

    it('sees the same in a photograph, whatever came before it and at the same time', async () => {
      const [filled = face] = strangers(1);
      const alone = [await analyser.analyse(face, 'platform'), await analyser.analyse(filled, 'platform')];
      const [first, second, ...rest] = await Promise.all(
        [filled, filled, face, face, filled].map((bytes) => analyser.analyse(bytes, 'platform')),
      );
      expect([rest[1], first]).toEqual(alone);
      expect([rest[0], second, rest[2]]).toEqual([rest[1], first, first]);
    });

    it('takes nearly every ordinary photograph', async () => {
      const codes = [];
      for (const bytes of strangers(20)) codes.push(await codeOf(bytes));
      for (const [first] of pressPairs(21)) codes.push(await codeOf(first));
      const refused = codes.filter((code) => code !== 'face');
      expect(codes.length).toBe(60);
      expect(refused.length).toBeLessThanOrEqual(4);
      expect(refused.every((code) => code === 'photo.severalFaces' || code === 'photo.badPose')).toBe(true);
    });
  });
});
