import { randomUUID } from 'node:crypto';
import type { Field } from './sign.ts';

/** The body of a request. */
export interface Form {
  readonly contentType: string;
  readonly body: string;
}

export function urlEncoded(fields: readonly Field[]): Form {
  const body = new URLSearchParams(fields.map(({ name, value }) => [name, value])).toString();
  return { contentType: 'application/x-www-form-urlencoded; charset=utf-8', body };
}

/** multipart/form-data; the values are text as they stand. */
export function multipart(fields: readonly Field[]): Form {
  const boundary = `form-${randomUUID()}`;
  const parts = fields.map(
    ({ name, value }) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}
