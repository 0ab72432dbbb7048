import { z } from 'zod';

/** What the page on another machine is told before the PIN. */
export const RemoteGreeting = z.object({
  language: z.enum(['zh', 'en']),
  hasPin: z.boolean(),
  /** Whether anything can be changed from there. */
  mayChange: z.boolean(),
  /** The calls that are answered; whatever leads to another one is not shown there. */
  mayAsk: z.array(z.string()),
});
export type RemoteGreeting = z.infer<typeof RemoteGreeting>;

/** What the terminal's own admin side says of the look from the network. */
export const RemoteView = z.object({
  state: z.enum(['off', 'noPin', 'on', 'failed']),
  /** Addresses to type elsewhere: `https://192.168.1.20:8443/`. */
  addresses: z.array(z.string()),
  /** SHA-256 of the certificate, 32 pairs with colons between; null: there is none yet. */
  fingerprint: z.string().nullable(),
  mayChange: z.boolean(),
});
export type RemoteView = z.infer<typeof RemoteView>;

/** Bytes in JSON. */
export const BYTES_KEY = '$bytes';
/** Stands for the session in the page: the real one is in a cookie that the page cannot read. */
export const COOKIE_SESSION = 'cookie';
