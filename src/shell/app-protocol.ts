import { protocol, type Session } from 'electron';
import type { Log } from '../shared/log.ts';
import { APP_SCHEME } from './app-address.ts';
import { answerAsset } from './asset-response.ts';
import type { AssetRoots } from './asset.ts';

/** Makes `app:` a standard, secure origin (cameras and fetch need one). Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the page and the networks that it runs, on `session`. */
export function serveApp(session: Session, roots: AssetRoots, log: Log): void {
  session.protocol.handle(APP_SCHEME, (request) => answerAsset(request, roots, log));
}
