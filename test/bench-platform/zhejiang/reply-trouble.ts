import type { ReplyTrouble } from '../http-writer.ts';
import type { Rules } from './misbehaviour.ts';

/** What the rules have for the reply to a request. */
export const replyTrouble = (rules: Rules, apicode: string): ReplyTrouble => ({
  garble: () => rules.take('garble', apicode) !== null,
  lose: () => rules.take('loseReply', apicode),
  delayMs: () => rules.take('delay', apicode)?.ms ?? null,
  halve: () => rules.take('halfMessage', apicode) !== null,
  trickle: () => {
    const rule = rules.take('trickle', apicode);
    return rule === null ? null : (rule.pieceBytes ?? 1);
  },
});
