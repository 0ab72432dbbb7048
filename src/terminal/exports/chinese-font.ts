import { existsSync } from 'node:fs';
import { Fault } from '../../shared/fault.ts';

/** Where distributions keep a font with Chinese, and its face for the mainland's forms within the collection. */
const candidates: readonly { readonly file: string; readonly name: string }[] = [
  { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', name: 'NotoSansCJKsc-Regular' },
  { file: '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc', name: 'NotoSansCJKsc-Regular' },
  { file: '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc', name: 'NotoSansCJKsc-Regular' },
  { file: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc', name: 'WenQuanYiMicroHei' },
];

/** The font to print with: the one that the screen shows Chinese with. Throws `Fault` `export.noFont`. */
export function chineseFont(): { readonly file: string; readonly name: string } {
  const found = candidates.find(({ file }) => existsSync(file));
  if (found === undefined) throw new Fault('export.noFont', 'no Chinese font is installed (fonts-noto-cjk)');
  return found;
}
