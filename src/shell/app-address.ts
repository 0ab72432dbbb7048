import type { Sender } from './answer.ts';

/** The page's own scheme and host: not a file, not a server, reachable by nobody else. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'terminal';
/** What the window loads. */
export const appAddress = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** Is this address part of the program? By scheme and host: `URL.origin` of a custom scheme is the text "null". */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === '';
}

/** Only the main frame of our own page may call main. */
export const isOwnPage = (sender: Sender): boolean => sender.isMainFrame && isOwnAddress(sender.url);
