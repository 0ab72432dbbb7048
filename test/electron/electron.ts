/**
 * The part of the `electron` module that this program uses, on the system's Chromium. Not reproduced: context isolation,
 * the sandboxed preload, permission denial, foreign requests, kiosk behaviour, menus.
 */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { protocol, session } from './session.ts';

const Menu = { setApplicationMenu: (_menu: null): void => undefined };

const powerSaveBlocker = {
  start: (_type: 'prevent-app-suspension' | 'prevent-display-sleep'): number => 1,
  stop: (_id: number): boolean => true,
  isStarted: (_id: number): boolean => false,
};

const screen = {
  getPrimaryDisplay: (): { workAreaSize: { width: number; height: number }; scaleFactor: number } => ({
    workAreaSize: { width: 800, height: 1280 },
    scaleFactor: 1,
  }),
};

const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' };

export { app, BrowserWindow, ipcMain, Menu, nativeTheme, powerSaveBlocker, protocol, screen, session };
export default { app, BrowserWindow, ipcMain, Menu, nativeTheme, powerSaveBlocker, protocol, screen, session };
