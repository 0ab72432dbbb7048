/** Which keys the on-screen keyboard offers; `pinyin`: names, written by their sound. */
export const keyKinds = ['text', 'number', 'address', 'pinyin'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** What an entry asks for; `text` where it says nothing. */
export const keyKindOf = (named: string | undefined): KeyKind => keyKinds.find((kind) => kind === named) ?? 'text';
