import { createHmac } from 'node:crypto';

/** A form field as it is sent. */
export interface Field {
  readonly name: string;
  readonly value: string;
  /** What an encrypted value was made of. */
  readonly plain?: string;
}

/** Which of the two texts of an encrypted value is signed, and how the digest is written. */
export interface SignRules {
  readonly secret: string;
  readonly upperCaseSign: boolean;
  readonly signPlaintext: boolean;
}

/** 4.1: the values one after the other in the order of the request's table, before they are URL-encoded; an absent one leaves no trace. */
export function signingText(fields: readonly Field[], { signPlaintext }: Pick<SignRules, 'signPlaintext'>): string {
  return fields.map(({ value, plain }) => (signPlaintext ? (plain ?? value) : value)).join('');
}

/** 4.1: HMAC-MD5 in hex, key and text in UTF-8. */
export function sign(fields: readonly Field[], rules: SignRules): string {
  const digest = createHmac('md5', Buffer.from(rules.secret, 'utf8')).update(signingText(fields, rules), 'utf8').digest('hex');
  return rules.upperCaseSign ? digest.toUpperCase() : digest;
}
