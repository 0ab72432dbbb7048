import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../../src/shared/fault.ts';
import { chineseFont } from '../../../../src/terminal/exports/chinese-font.ts';
import type { PrintedList } from '../../../../src/terminal/exports/printed-list.ts';
import { runExport } from '../../../../src/terminal/exports/run-export.ts';
import { temporaryFolder } from '../../store/fixture.ts';

const hasFont = existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
const hasPoppler = existsSync('/usr/bin/pdftotext');
const list = (rows: number): PrintedList => ({
  title: '打卡记录 2026-05-01',
  about: ['一号工地 · 终端 1388186', `共 ${String(rows)} 条`],
  columns: [
    { title: '时间', width: 20 },
    { title: '姓名', width: 20 },
  ],
  rows: Array.from({ length: rows }, (_, at) => [
    `07:58:${String(at)}`,
    at === 0 ? '𠮷田·单雄信' : '阿卜杜拉·买买提明吐尔逊江很长很长的姓名',
  ]),
  foot: '第 {page} 页，共 {pages} 页',
  madeAtMs: 0,
});

describe.skipIf(!hasFont)('a printed list', () => {
  it.skipIf(!hasPoppler)('can be read and searched, on as many pages as it needs', async () => {
    const pdf = await runExport({ kind: 'pdf', list: list(120), font: chineseFont() });
    const file = join(temporaryFolder(), 'list.pdf');
    writeFileSync(file, pdf);
    const words = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    expect(words).toContain('打卡记录 2026-05-01');
    expect(words).toContain('单雄信');
    expect(words).toContain('第 1 页，共 3 页');
    expect(words).toContain('07:58:119');
    // A whole font of this kind is 20 MB.
    expect(pdf.length).toBeLessThan(100_000);
  });

  it('that cannot be made is a fault', async () => {
    const failed = runExport({ kind: 'pdf', list: list(1), font: { file: '/nowhere.ttc', name: 'x' } });
    await expect(failed).rejects.toSatisfy((error) => error instanceof Fault && error.code === 'export.failed');
  });
});
