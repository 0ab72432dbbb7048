/** What any page of the terminal may load: its own files; no inline script, no eval, no foreign address, no frame around it. */
const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;

/** A content security policy: that of every page, with what one of them needs besides, or otherwise. */
export const policyWith = (more: Readonly<Record<string, string>> = {}): string =>
  Object.entries({ ...directives, ...more })
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** Of every answer to a page, whoever asks. */
export const guardHeaders = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const;
