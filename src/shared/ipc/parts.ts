import { z } from 'zod';

/** What a contract is made of. `call`: the page asks, main answers; `feed`: main tells every page; `post`: no answer. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ kind: 'call', input, output }) as const;
export const feed = <V extends z.ZodType>(value: V) => ({ kind: 'feed', value }) as const;
export const post = <V extends z.ZodType>(value: V) => ({ kind: 'post', value }) as const;

export const Session = z.object({ session: z.string() });
/** What acts ask for that cannot be taken back: the PIN was entered again. Each counts once, for a minute. */
export const Confirmed = Session.extend({ confirmation: z.string() });
