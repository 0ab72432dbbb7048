import { stampToMs } from '../beijing-time.ts';
import type { Bench } from './bench.ts';
import type { Parameters } from './form.ts';
import { malformed, type Outcome, refused } from './outcome.ts';
import { hmacMd5, type Method, parametersOf, signingText } from './signatures.ts';

/** A request whose sender, sign and time are right. */
export interface Checked {
  readonly sn: string;
  /** Encrypted ones decrypted. */
  readonly values: Parameters;
}

/** SM4-encrypted parameters. */
const ENCRYPTED: Readonly<Record<Method, readonly string[]>> = {
  RegistData: ['Idno', 'idphoto', 'photo'], // 5.2
  Online: [],
  GetTaskData: [],
  RetResult: [],
  UploadData: ['data'], // 5.3.4
};
const OPTIONAL = new Set(['msg']);
const MAX_SHOWN = 160;

/** What is the same for all methods: -1, -2 and -3, in this order, then the parameters. */
export function checkRequest(bench: Bench, method: Method, form: Parameters, remarks: string[]): Checked | Outcome {
  const sn = form['sn'] ?? '';
  const secret = bench.secretOf(sn);
  if (secret === null) return refused(-1);
  const values = decrypted(bench, method, form, remarks);
  if (!isSigned(bench, method, form, values, secret, remarks)) return refused(-2);
  if (!isInTime(bench, form['timestamp'] ?? '', remarks)) return refused(-3);
  const names = parametersOf(method);
  for (const name of Object.keys(form)) {
    if (name !== 'sign' && !names.includes(name)) remarks.push(`${name} 未定义 / not in the document`);
  }
  const absent = names.find((name) => (form[name] ?? '') === '' && !OPTIONAL.has(name));
  if (absent !== undefined) return malformed(`缺少 ${absent}`);
  const dark = ENCRYPTED[method].find((name) => values[name] === undefined);
  return dark === undefined ? { sn, values } : malformed(`${dark} 解密失败`);
}

/** Without those that cannot be decrypted. */
function decrypted(bench: Bench, method: Method, form: Parameters, remarks: string[]): Parameters {
  const cipher = bench.cipherFor(form['sn'] ?? '');
  const values = new Map(Object.entries(form));
  for (const name of ENCRYPTED[method]) {
    const sent = form[name] ?? '';
    if (sent === '') continue;
    if (sent.includes(' ')) remarks.push(`${name} 含空格，“+” 未转义？ / has spaces, a plus sign not encoded?`);
    const plain = cipher.decrypt(sent, bench.dialect.cipherText);
    if (plain === null) values.delete(name);
    else values.set(name, plain);
  }
  return Object.fromEntries(values);
}

function isSigned(bench: Bench, method: Method, form: Parameters, plain: Parameters, secret: string, remarks: string[]): boolean {
  const { signCase, signs } = bench.dialect;
  const text = signingText(method, signs === 'plaintext' ? plain : form);
  const lower = hmacMd5(text, secret);
  const sent = form['sign'] ?? '';
  const right = { lower: [lower], upper: [lower.toUpperCase()], any: [lower, lower.toUpperCase()] }[signCase];
  if (right.includes(sent)) return true;
  if (sent.toLowerCase() === lower) remarks.push(`签名大小写应为 / case of the sign should be ${signCase}`);
  else remarks.push(`待签文本 / signing text: ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`);
  return false;
}

function isInTime(bench: Bench, stamp: string, remarks: string[]): boolean {
  const { timestamp } = bench.dialect;
  const atMs = timestamp === 'seconds' ? (/^\d{1,11}$/.test(stamp) ? Number(stamp) * 1_000 : null) : stampToMs(stamp);
  if (atMs === null) {
    remarks.push(`timestamp 应为 / should be ${timestamp}`);
    return false;
  }
  const offMs = atMs - bench.now();
  if (Math.abs(offMs) <= bench.settings.clockToleranceMs) return true;
  remarks.push(`时间差 / off by ${Math.round(offMs / 1_000)} s`);
  return false;
}
