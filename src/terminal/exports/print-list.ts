import PDFDocument from 'pdfkit';
import type { PrintedList } from './printed-list.ts';

/** A4 upright, points. */
const MARGIN = 40;
const ROW = 17;
const sizes = { title: 18, about: 10, cell: 9 } as const;
const ink = { text: '#0b110f', soft: '#37423d', line: '#aab5af', band: '#eef2ef' } as const;

type Document = InstanceType<typeof PDFDocument>;

/** The list as PDF; only the characters that occur are embedded of the font. `name`: the face within a collection (.ttc). */
export async function printList(list: PrintedList, font: { readonly file: string; readonly name: string }): Promise<Uint8Array> {
  const made = new Date(list.madeAtMs);
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    bufferPages: true,
    // Without it the document begins with a font that knows no Chinese.
    font: '',
    info: { Title: list.title, CreationDate: made, ModDate: made },
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.once('end', resolve);
    document.once('error', reject);
  });
  document.font(font.file, font.name);
  drawHead(document, list);
  drawRows(document, list);
  drawFeet(document, list);
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

function drawHead(document: Document, { title, about }: PrintedList): void {
  document.fillColor(ink.text).fontSize(sizes.title).text(title, MARGIN, MARGIN);
  document.fontSize(sizes.about).fillColor(ink.soft);
  for (const line of about) document.text(line, MARGIN);
  document.y += 10;
}

function drawRows(document: Document, list: PrintedList): void {
  drawCells(
    document,
    list,
    list.columns.map(({ title }) => title),
    true,
  );
  for (const row of list.rows) {
    if (document.y + ROW > document.page.height - MARGIN - ROW) {
      document.addPage();
      document.y = MARGIN;
      drawCells(
        document,
        list,
        list.columns.map(({ title }) => title),
        true,
      );
    }
    drawCells(document, list, row, false);
  }
}

function drawCells(document: Document, { columns }: PrintedList, cells: readonly string[], isHead: boolean): void {
  const top = document.y;
  const width = document.page.width - 2 * MARGIN;
  if (isHead) document.rect(MARGIN, top, width, ROW).fill(ink.band);
  document.fontSize(sizes.cell).fillColor(isHead ? ink.soft : ink.text);
  const all = columns.reduce((sum, column) => sum + column.width, 0);
  let left = MARGIN;
  columns.forEach((column, at) => {
    const cellWidth = (column.width / all) * width;
    const options = { width: cellWidth - 8, height: ROW, lineBreak: false, ellipsis: true } as const;
    document.text(cells[at] ?? '', left + 4, top + 2, options);
    left += cellWidth;
  });
  document
    .moveTo(MARGIN, top + ROW)
    .lineTo(MARGIN + width, top + ROW)
    .lineWidth(0.5)
    .stroke(ink.line);
  document.x = MARGIN;
  document.y = top + ROW;
}

function drawFeet(document: Document, { foot }: PrintedList): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    const words = foot.replace('{page}', String(page + 1)).replace('{pages}', String(count));
    document.page.margins.bottom = 0;
    document.fontSize(sizes.cell).fillColor(ink.soft);
    document.text(words, MARGIN, document.page.height - MARGIN, {
      width: document.page.width - 2 * MARGIN,
      align: 'right',
      lineBreak: false,
    });
  }
}
