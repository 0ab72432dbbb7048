import type { Json } from '../json.ts';

/** What a call answers: its `response` (null where it has none), or a code of 1.3. */
export type Outcome = { readonly ok: true; readonly response: Json } | { readonly ok: false; readonly code: string };

export const done = (response: Json = null): Outcome => ({ ok: true, response });
export const refused = (code: string): Outcome => ({ ok: false, code });
