import { createHash } from 'node:crypto';

/** A value of a signed request or reply; what is absent leaves no trace in the text (1.5). */
export type Signed = string | boolean | null | undefined;

/** 1.5: MD5, lower-case hex, of the values one after the other; booleans as `true` and `false`. */
export function md5Of(...values: readonly Signed[]): string {
  const text = values.map((value) => (value === null || value === undefined ? '' : String(value))).join('');
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/** What every request carries before it is signed. */
export interface RequestFields {
  readonly version: string;
  readonly sn: string;
  readonly token: string;
  readonly apicode: string;
  /** The `param` text as it is signed: without pictures where the interface says so; null when it has none. */
  readonly signedParam: string | null;
}

/** 2.1.2 */
export function signAuth(
  fields: Omit<RequestFields, 'token' | 'signedParam'> & {
    readonly accessId: string;
    readonly accessKey: string;
    readonly timeStamp: string;
  },
  secret: string,
): string {
  const { version, sn, apicode, accessId, accessKey, timeStamp } = fields;
  return md5Of(version, sn, apicode, accessId, accessKey, timeStamp, secret);
}

/** 2.2.2 and 2.3.2: commands over TCP. */
export function signCommand(fields: RequestFields & { readonly timeStamp: string }, secret: string): string {
  const { version, sn, token, apicode, timeStamp, signedParam } = fields;
  return md5Of(version, sn, token, apicode, timeStamp, signedParam, secret);
}

/** 3.1.2 and 3.2.2 (no taskid), 3.3.2 to 3.8.2 (taskid before apicode). */
export function signTaskRequest(fields: RequestFields & { readonly taskid: string | null }, secret: string): string {
  const { version, sn, token, taskid, apicode, signedParam } = fields;
  return md5Of(version, sn, token, taskid, apicode, signedParam, secret);
}
