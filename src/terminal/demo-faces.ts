import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Fault } from '../shared/fault.ts';
import { programDir } from './installation.ts';

/**
 * Faces for the demo, cut from a picture that lies in an installed package. Nothing of it is copied into the project:
 * the places of the tiles are all that is known here.
 */
const SHEET = join(programDir, 'node_modules', '@vladmandic', 'human', 'assets', 'screenshot-facematch.jpg');

/** A tile of the sheet without the words printed on its edges, px. */
interface Tile {
  readonly column: number;
  readonly row: number;
}

const TILE_PX = 106.6;
const SHEET_TOP_PX = 284;
const WORDS_TOP_PX = 15;
const WORDS_BOTTOM_PX = 13;

export interface DemoPerson {
  /** Null: a stranger, who is not enrolled. */
  readonly enrolled: { readonly id: string; readonly name: string; readonly photograph: Tile } | null;
  /** The picture that walks up to the camera: for the first person another one than the enrolled. */
  readonly atTheGate: Tile;
}

export const demoPeople: readonly DemoPerson[] = [
  { enrolled: { id: 'demo-1', name: '单雄信', photograph: { column: 15, row: 0 } }, atTheGate: { column: 11, row: 0 } },
  { enrolled: { id: 'demo-2', name: '李娜', photograph: { column: 17, row: 1 } }, atTheGate: { column: 17, row: 1 } },
  { enrolled: null, atTheGate: { column: 15, row: 2 } },
  { enrolled: { id: 'demo-3', name: '尉迟恭', photograph: { column: 12, row: 2 } }, atTheGate: { column: 12, row: 2 } },
];

/** The sheet, read once. @throws Fault `config.invalid` when the package does not carry it. */
export function readSheet(): Buffer {
  if (!existsSync(SHEET)) {
    throw new Fault(
      'config.invalid',
      'there is no configuration, and the pictures of the demo are not installed: start with --config FILE',
    );
  }
  return readFileSync(SHEET);
}

/** Cuts one tile, `heightPx` high. */
export async function cutTile(sheet: Buffer, { column, row }: Tile, heightPx: number): Promise<Buffer> {
  const left = Math.round(column * TILE_PX) + 2;
  const top = Math.round(SHEET_TOP_PX + row * 113) + WORDS_TOP_PX;
  const width = Math.round(TILE_PX) - 3;
  const height = Math.round(TILE_PX) - WORDS_TOP_PX - WORDS_BOTTOM_PX;
  return sharp(sheet)
    .extract({ left, top, width, height })
    .resize({ height: heightPx, kernel: 'lanczos3' })
    .sharpen({ sigma: 2 })
    .png()
    .toBuffer();
}
