import type { Json } from '../json.ts';
import { resultText } from './dictionaries.ts';

/** What a call answers. */
export interface Outcome {
  readonly result: number;
  /** null: an empty one. */
  readonly content: Json;
  readonly msg: string;
}

export const done = (content: Json = null, result = 0): Outcome => ({ result, content, msg: '' });

/** @param msg default: the meaning of the code. */
export const refused = (result: number, msg = resultText(result)): Outcome => ({ result, content: null, msg });

/** 6.3 has no code for a request whose content is wrong. */
export const malformed = (why: string): Outcome => refused(-99, why);
