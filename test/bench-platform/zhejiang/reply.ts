import { type PrintStyle, printJson } from '../json.ts';
import type { Bench } from './bench.ts';
import { encryptText } from './encryption.ts';
import { errorObject } from './error-codes.ts';
import type { Outcome } from './outcome.ts';
import { type ReplyPacket, writeReply } from './packets.ts';
import { isApicode, replySign } from './signatures.ts';

/** The protobuf of a TCP reply (2.1.3): `error` and `response` as JSON texts, `response` encrypted where there is a key (1.6). */
export function tcpReply(bench: Bench, apicode: string, outcome: Outcome): Buffer {
  const style = styleOf(bench, apicode);
  const head = { version: bench.version(), success: outcome.ok, apicode };
  return writeReply({ ...head, ...tcpContent(bench, outcome, style) }, bench.settings.fieldTables);
}

function tcpContent(bench: Bench, outcome: Outcome, style: PrintStyle): Pick<ReplyPacket, 'error' | 'response'> {
  if (!outcome.ok) return { error: printJson({ ...errorObject(outcome.code) }, style) };
  if (outcome.response === null) return {};
  const text = printJson(outcome.response, style);
  const { publicKey } = bench.settings;
  return { response: publicKey === null ? text : encryptText(text, publicKey) };
}

/** The body of an HTTP reply (3.1.3 and the like), signed. */
export function httpReply(bench: Bench, apicode: string, taskid: string | undefined, outcome: Outcome): string {
  const style = styleOf(bench, apicode);
  const { publicKey, credentials } = bench.settings;
  const key = outcome.ok ? publicKey : null;
  const name = (text: string): string => (style.unquotedKeys === true ? text : JSON.stringify(text));
  const members = [`${name('version')}:${JSON.stringify(bench.version())}`, `${name('success')}:${String(outcome.ok)}`];
  let signed: string | null = null;
  if (!outcome.ok) members.push(`${name('error')}:${printJson({ ...errorObject(outcome.code) }, style)}`);
  else if (outcome.response !== null) {
    const plain = printJson(outcome.response, style);
    const cipher = key !== null && bench.dialect.encrypts === 'response' ? encryptText(plain, key) : null;
    signed = cipher !== null && bench.dialect.signsCiphertext ? cipher : plain;
    const isText = cipher !== null || bench.dialect.response === 'text';
    members.push(`${name('response')}:${isText ? JSON.stringify(cipher ?? plain) : plain}`);
  }
  const values = {
    version: bench.version(),
    success: outcome.ok,
    taskid,
    response: signed,
    accessSecret: credentials.accessSecret,
  };
  const sign = replySign(isApicode(apicode) ? apicode : 'T_GET_TASKS', values);
  const isWrong = bench.rules.take('wrongSign', apicode) !== null;
  members.push(`${name('sign')}:${JSON.stringify(isWrong ? [...sign].reverse().join('') : sign)}`);
  const body = `{${members.join(',')}}`;
  return key !== null && bench.dialect.encrypts === 'body' ? encryptText(body, key) : body;
}

function styleOf(bench: Bench, apicode: string): PrintStyle {
  return {
    unquotedKeys: bench.rules.take('unquotedKeys', apicode) !== null,
    bareIds: bench.dialect.ids === 'number',
  };
}
