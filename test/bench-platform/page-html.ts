import { readFile } from 'node:fs/promises';

/** Whose page. */
export interface PageOf {
  /** As people say it: 浙江. */
  readonly name: string;
  /** Of its own page: web/page.js, web/own.css and web/parts.html. */
  readonly folder: 'sichuan' | 'zhejiang';
}

const PART = /<!-- part: (\w+) -->\n?/;

/** The page that both platforms share, with what one of them has of its own in its places. */
export async function pageHtml({ name, folder }: PageOf): Promise<string> {
  const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');
  const [, ...own] = (await read(`./${folder}/web/parts.html`)).split(PART);
  const parts = new Map(own.flatMap((part, index) => (index % 2 === 0 ? [[part, own[index + 1] ?? '']] : [])));
  const page = (await read('./web/page.html')).replaceAll('{{name}}', name).replaceAll('{{folder}}', folder);
  return page.replaceAll(new RegExp(PART, 'g'), (_, part: string) => parts.get(part) ?? '');
}
