import sharp, { type Sharp } from 'sharp';
import type { FacePoints } from '../../src/shared/vision/face-points.ts';
import type { Box, Picture } from '../../src/shared/vision/human-face.ts';
import { seededRandom } from './resampling.ts';
import { dustMask, glasses, goggles, helmet, type Drawing } from './worn-things.ts';

/** A picture with a face in it that is known. */
export interface FacePicture {
  readonly picture: Picture;
  readonly points: FacePoints;
  readonly box: Box;
}

/** Spoils a picture; the same picture is always spoilt in the same way. Answers a file. */
export type Degradation = (face: FacePicture) => Promise<Uint8Array>;

const raw = ({ data, width, height }: Picture) => sharp(data, { raw: { width, height, channels: 3 } });
const file = async (image: Sharp): Promise<Uint8Array> => new Uint8Array(await image.png().toBuffer());

/** `sigma`: share of the face's width. */
const blur =
  (sigma: number): Degradation =>
  ({ picture, box }) =>
    file(raw(picture).blur(Math.max(0.3, sigma * box.width)));

/** Every channel goes through `change`, 0 to 1, given also where it is: 0 at the face's left edge, 1 at its right one. */
const pixels =
  (change: (value: number, across: number, random: () => number) => number): Degradation =>
  ({ picture, box }) => {
    const { data, width } = picture;
    const random = seededRandom(data.length + (data[data.length >> 1] ?? 0));
    const changed = Uint8Array.from(data, (value, index) => {
      const across = ((Math.floor(index / 3) % width) - box.x) / box.width;
      return Math.round(255 * Math.min(1, Math.max(0, change(value / 255, across, random))));
    });
    return file(raw({ ...picture, data: changed }));
  };

/** Roughly normal, spread 1. */
const normal = (random: () => number): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);

const jpeg =
  (quality: number): Degradation =>
  async ({ picture }) =>
    new Uint8Array(await raw(picture).jpeg({ quality }).toBuffer());

/** The face is shrunk to a width of `px`, as one who stands far away. */
const small =
  (px: number): Degradation =>
  ({ picture, box }) =>
    file(raw(picture).resize(Math.max(8, Math.round((picture.width * px) / box.width))));

const roll =
  (deg: number): Degradation =>
  ({ picture }) =>
    file(raw(picture).rotate(deg, { background: '#808080' }));

const draw =
  (drawing: Drawing): Degradation =>
  ({ picture, points, box }) => {
    const { width, height } = picture;
    const shapes = drawing({ points, box });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
    return file(raw(picture).composite([{ input: Buffer.from(svg) }]));
  };

/**
 * Turns the head as if the face were painted on an upright (yaw) or lying (pitch) cylinder: crude beyond 25°, since a nose that
 * stands out and a cheek that was hidden are not in the picture.
 */
const turn =
  (axis: 'yaw' | 'pitch', deg: number): Degradation =>
  ({ picture, box }) => {
    const { data, width, height } = picture;
    const isYaw = axis === 'yaw';
    const radius = isYaw ? 0.62 * box.width : 0.8 * box.height;
    const centre = isYaw ? box.x + box.width / 2 : box.y + box.height / 2;
    const angle = (deg * Math.PI) / 180;
    const turned = new Uint8Array(data.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const offset = ((isYaw ? x : y) - centre) / radius;
        const from = Math.abs(offset) >= 1 ? offset : Math.sin(Math.min(1.5, Math.max(-1.5, Math.asin(offset) - angle)));
        const at = Math.min((isYaw ? width : height) - 1.001, Math.max(0, centre + radius * from));
        const before = Math.floor(at);
        const share = at - before;
        const first = isYaw ? y * width + before : before * width + x;
        const second = first + (isYaw ? 1 : width);
        for (let channel = 0; channel < 3; channel++) {
          turned[3 * (y * width + x) + channel] = Math.round(
            (1 - share) * (data[3 * first + channel] ?? 0) + share * (data[3 * second + channel] ?? 0),
          );
        }
      }
    }
    return file(raw({ ...picture, data: turned }));
  };

/** Haze and grains: less contrast, light specks and dark ones. */
const dust: Degradation = async (face) => {
  const { box, picture } = face;
  const random = seededRandom(picture.data.length);
  const specks = Array.from({ length: 220 }, () => {
    const x = box.x + (1.4 * random() - 0.2) * box.width;
    const y = box.y + (1.4 * random() - 0.2) * box.height;
    const grey = random() < 0.7 ? '#cbbfa8' : '#5a5144';
    const opacity = (0.2 + 0.5 * random()).toFixed(2);
    return `<circle cx="${x}" cy="${y}" r="${(0.004 + 0.014 * random()) * box.width}" fill="${grey}" opacity="${opacity}"/>`;
  });
  return draw(() => `<rect width="100%" height="100%" fill="#b8ab94" opacity="0.35"/>${specks.join('')}`)(face);
};

/** What may stand between a face and its template on a site, by name. */
export const degradations: Readonly<Record<string, Degradation>> = {
  helmet: draw(helmet),
  'helmet-low': draw((face) => helmet(face, 0.75)),
  glasses: draw(glasses),
  goggles: draw(goggles),
  'dust-mask': draw(dustMask),
  dust,
  'blur-2%': blur(0.02),
  'blur-4%': blur(0.04),
  'small-60px': small(60),
  'small-35px': small(35),
  'dark-gamma-2.5': pixels((value) => value ** 2.5),
  'bright-gamma-0.4': pixels((value) => value ** 0.4),
  night: pixels((value, _, random) => 0.22 * value + 0.02 * normal(random)),
  'side-light': pixels((value, across) => value * (1.25 - 1.1 * Math.min(1, Math.max(0, across)))),
  'noise-15': pixels((value, _, random) => value + (15 / 255) * normal(random)),
  'noise-35': pixels((value, _, random) => value + (35 / 255) * normal(random)),
  'jpeg-30': jpeg(30),
  'jpeg-10': jpeg(10),
  'roll+30': roll(30),
  'roll-30': roll(-30),
  'yaw-15': turn('yaw', 15),
  'yaw-30': turn('yaw', 30),
  'pitch-15': turn('pitch', 15),
  'pitch-25': turn('pitch', 25),
};
