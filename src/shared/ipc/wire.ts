import { contract, type CallName, type FeedName, type PostName } from './contract.ts';

/** Names of the three lanes between the page and main; the first argument on each is the name of the call, post or feed. */
export const lanes = { call: 'terminal.call', post: 'terminal.post', feed: 'terminal.feed' } as const;

/** The page stops waiting for main's answer to a call after this long; the slowest honest one writes an export. */
export const CALL_TIMEOUT_MS = 30_000;

/** Narrows a name that came over the wire; inherited names such as `toString` are none. */
const kindOf = (name: unknown): 'call' | 'feed' | 'post' | null =>
  typeof name === 'string' && Object.hasOwn(contract, name) ? contract[name as keyof typeof contract].kind : null;

export const isCallName = (name: unknown): name is CallName => kindOf(name) === 'call';
export const isPostName = (name: unknown): name is PostName => kindOf(name) === 'post';
export const isFeedName = (name: unknown): name is FeedName => kindOf(name) === 'feed';
