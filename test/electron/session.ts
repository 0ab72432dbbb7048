import type { CustomScheme, Session } from 'electron';
import type { SchemeHandler } from './loopback.ts';

type PermissionHandler = Parameters<Session['setPermissionRequestHandler']>[0];

/** Handlers by scheme, shared by `protocol` and the default session's. */
export const schemeHandlers = new Map<string, SchemeHandler>();

const protocolOfSession = {
  handle: (scheme: string, handler: SchemeHandler): void => void schemeHandlers.set(scheme, handler),
  unhandle: (scheme: string): void => void schemeHandlers.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => schemeHandlers.has(scheme),
};

export const protocol = {
  ...protocolOfSession,
  /** Loopback http is a secure, standard origin as it is. */
  registerSchemesAsPrivileged: (_schemes: CustomScheme[]): void => undefined,
};

let permissionHandler: PermissionHandler = null;

/** What Electron's session does beyond this (foreign requests, devices, spelling) is not reproduced: Chromium has no way out anyhow. */
const defaultSession = {
  protocol: protocolOfSession,
  setPermissionRequestHandler: (handler: PermissionHandler): void => {
    permissionHandler = handler;
  },
  setPermissionCheckHandler: (): void => undefined,
  setDevicePermissionHandler: (): void => undefined,
  setSpellCheckerEnabled: (): void => undefined,
  webRequest: { onBeforeRequest: (): void => undefined, onHeadersReceived: (): void => undefined },
  clearCache: async (): Promise<void> => undefined,
  clearStorageData: async (): Promise<void> => undefined,
};

export const session = { defaultSession };

/** Asks the program whether its page may use cameras; without a handler Electron grants. */
export function mayUseCameras(contents: unknown, address: string): boolean {
  if (permissionHandler === null) return true;
  let isGranted = false;
  const details = { requestingUrl: address, isMainFrame: true };
  permissionHandler(
    contents as never,
    'media',
    (granted) => {
      isGranted = granted;
    },
    details,
  );
  return isGranted;
}
