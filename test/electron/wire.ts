/** Messages between a page and the stand-in, encoded by codec.ts. */
export type FromPage =
  | { readonly kind: 'hello'; readonly url: string }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] };

export type ToPage =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] };
