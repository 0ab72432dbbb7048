import { BrowserWindow, powerSaveBlocker } from 'electron';

export interface KioskWindowOptions {
  /** Absolute path of the built preload script. */
  readonly preloadFile: string;
  /** px; default 800. */
  readonly width?: number;
  /** px; default 1280. */
  readonly height?: number;
  /** An ordinary window in place of the whole screen, for work at a desk; default false. */
  readonly isWindowed?: boolean;
  /** Nothing appears on a screen; default false. */
  readonly isHeadless?: boolean;
}

/** The one window: fills the screen, cannot be left, sees nothing of Node. Not loaded yet. */
export function createKioskWindow(options: KioskWindowOptions): BrowserWindow {
  const { preloadFile, width = 800, height = 1280, isWindowed = false, isHeadless = false } = options;
  const fillsScreen = !isWindowed && !isHeadless;
  const window = new BrowserWindow({
    width,
    height,
    useContentSize: true,
    show: !isHeadless,
    kiosk: fillsScreen,
    fullscreen: fillsScreen,
    autoHideMenuBar: true,
    // The idle screen is dark: no white flash while the page loads.
    backgroundColor: '#000000',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  if (!isHeadless) keepScreenOn(window);
  return window;
}

function keepScreenOn(window: BrowserWindow): void {
  const blocker = powerSaveBlocker.start('prevent-display-sleep');
  window.once('closed', () => powerSaveBlocker.stop(blocker));
}
