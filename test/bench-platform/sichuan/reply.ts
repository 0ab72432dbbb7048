import type { HttpReply, ReplyTrouble } from '../http-writer.ts';
import { isObject, type Json, printJson } from '../json.ts';
import type { Bench } from './bench.ts';
import { gbk } from './gbk.ts';
import type { ContentTrouble, Rules } from './misbehaviour.ts';
import type { Outcome } from './outcome.ts';
import type { Method } from './signatures.ts';
import { Sm4 } from './sm4.ts';

const BUSY = '服务器繁忙，请稍后再试';
/** Stands for the bytes of a Msg that is no UTF-8. */
const MSG_PLACE = '@@Msg@@';

const OTHER_CIPHER = new Sm4(Buffer.alloc(16, 'other-key'), Buffer.alloc(16, 'other-iv'));

/** The body of a reply (5.1): Content encrypted for this device. */
export function replyBody(bench: Bench, method: Method, sn: string, { result, content, msg }: Outcome): Buffer {
  const { rules } = bench;
  const areStrings = rules.take('numbersAsStrings', method) !== null;
  const isGbk = rules.take('gbkMsg', method) !== null;
  const huge = rules.take('huge', method);
  const shown = areStrings ? numbersAsStrings(content) : content;
  const members = [
    `"Result":${areStrings ? `"${result}"` : result}`,
    ...(huge === null ? contentMember(bench, method, sn, shown) : [`"Content":"${'A'.repeat(huge.bytes)}"`]),
    `"Msg":${JSON.stringify(isGbk ? MSG_PLACE : msg)}`,
  ];
  const body = `{${members.join(',')}}`;
  if (!isGbk) return Buffer.from(body, 'utf8');
  const [before = '', after = ''] = body.split(MSG_PLACE);
  return Buffer.concat([Buffer.from(before), gbk(msg === '' ? BUSY : msg), Buffer.from(after)]);
}

function contentMember(bench: Bench, method: Method, sn: string, content: Json): readonly string[] {
  if (content === null) return ['"Content":""'];
  const cipher = bench.cipherFor(sn);
  const { cipherText, ids } = bench.dialect;
  const json = printJson(content, { bareIds: ids === 'number' });
  const form = bench.rules.take('content', method)?.form ?? (bench.dialect.content === 'plain' ? 'plain' : null);
  if (form === null) return [`"Content":"${cipher.encrypt(json, cipherText)}"`];
  const value = troubledContent(form, cipher, json, bench);
  return value === null ? [] : [`"Content":${value}`];
}

/** JSON of what stands for the content; null: nothing does. */
function troubledContent(form: ContentTrouble, cipher: Sm4, json: string, { dialect }: Bench): string | null {
  const { cipherText } = dialect;
  switch (form) {
    case 'undecryptable':
      return JSON.stringify(cipher.encryptUnpadded(json, cipherText));
    case 'otherKey':
      return JSON.stringify(OTHER_CIPHER.encrypt(json, cipherText));
    case 'cut':
      return JSON.stringify(cipher.encrypt(json, cipherText).slice(0, -8));
    case 'notText':
      return JSON.stringify('※ 不是密文 ※');
    case 'notJson':
      return JSON.stringify(cipher.encrypt('<html><body>502 Bad Gateway</body></html>', cipherText));
    case 'plain':
      return json;
    case 'plainText':
      return JSON.stringify(json);
    case 'hex':
      return JSON.stringify(cipher.encrypt(json, 'hex'));
    case 'empty':
      return '""';
    case 'null':
      return 'null';
    case 'absent':
      return null;
  }
}

function numbersAsStrings(value: Json): Json {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((item: Json) => numbersAsStrings(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, member === undefined ? member : numbersAsStrings(member)]),
  );
}

/** A page of HTML, as a proxy in between answers. */
export const htmlPage = (status: number): HttpReply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: `<html><body><h1>${status}</h1></body></html>`,
});

/** What the rules have for the reply to a request. */
export const replyTrouble = (rules: Rules, method: Method): ReplyTrouble => ({
  garble: () => rules.take('garble', method) !== null,
  lose: () => rules.take('loseReply', method),
  delayMs: () => rules.take('delay', method)?.ms ?? null,
  halve: () => rules.take('halfMessage', method) !== null,
  trickle: () => {
    const rule = rules.take('trickle', method);
    return rule === null ? null : (rule.pieceBytes ?? 1);
  },
});
