import { Menu, type Session, type WebContents } from 'electron';
import type { Log } from '../shared/log.ts';
import { isOwnAddress } from './app-address.ts';

/** Kinds of address that the page itself makes use of; everything else never leaves the terminal. */
const localSchemes = ['blob:', 'data:'];

const isLocal = (address: string): boolean => isOwnAddress(address) || localSchemes.some((scheme) => address.startsWith(scheme));

/** Closes the session: cameras for our own page only, no other permission, no device, no address but our own. */
export function lockDownSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const isGranted = permission === 'media' && isOwnAddress(details.requestingUrl);
    if (!isGranted) log.warn('page', 'permissionDenied', { permission });
    answer(isGranted);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === 'media' && isOwnAddress(origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isLocal(details.url);
    if (cancel) log.warn('page', 'foreignRequestBlocked', { resource: details.resourceType });
    answer({ cancel });
  });
  session.setSpellCheckerEnabled(false);
}

/** Keeps a page where it is: no navigation, no window, no embedded view. */
export function lockDownPage(contents: WebContents, log: Log): void {
  const stay = (event: { preventDefault(): void }, address: string): void => {
    if (isOwnAddress(address)) return;
    event.preventDefault();
    log.warn('page', 'navigationDenied');
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log.warn('page', 'windowDenied');
    return { action: 'deny' };
  });
}

/** Takes away the default menu, and with it the keys that reload, zoom or open the developer tools. */
export function removeMenu(): void {
  Menu.setApplicationMenu(null);
}
