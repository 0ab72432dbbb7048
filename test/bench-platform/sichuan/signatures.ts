import { createHmac } from 'node:crypto';

/** The values of each method's request table in its order, `sign` left out: what is signed (4.1). */
export const METHODS = {
  RegistData: 'Idno Name gender nation birthday address idissue idperiod idphoto photo userType sn timestamp', // 5.2
  Online: 'sn timestamp', // 5.3.1
  GetTaskData: 'sn id timestamp', // 5.3.2
  RetResult: 'sn id result msg timestamp', // 5.3.3
  UploadData: 'sn data timestamp', // 5.3.4
} as const;
export type Method = keyof typeof METHODS;

export const isMethod = (name: string): name is Method => Object.hasOwn(METHODS, name);

export const parametersOf = (method: Method): readonly string[] => METHODS[method].split(' ');

/** What is signed: the values one behind the other, before they are encoded for the form; an absent one is empty. */
export const signingText = (method: Method, values: Readonly<Record<string, string | undefined>>): string =>
  parametersOf(method)
    .map((name) => values[name] ?? '')
    .join('');

/** HMAC-MD5 (RFC 2104), lower-case hex; key and text as UTF-8. */
export const hmacMd5 = (text: string | Uint8Array, secret: string | Uint8Array): string =>
  createHmac('md5', secret).update(text).digest('hex');
