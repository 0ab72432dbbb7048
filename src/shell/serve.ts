import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { CallHandlers, Contract, FeedName, FeedValue, PostHandlers } from '../shared/ipc/contract.ts';
import { lanes } from '../shared/ipc/wire.ts';
import type { Log } from '../shared/log.ts';
import { createAnswerer, type IsTrusted, type Sender } from './answer.ts';

export interface ServeOptions {
  /** Who is heard; `isOwnPage` of app-address.ts in the product. */
  readonly isTrusted: IsTrusted;
  readonly log: Log;
}

/** Puts the handlers behind the contract. Call once, before the first page loads. Returns how to stop serving. */
export function serve(contract: Contract, calls: CallHandlers, posts: PostHandlers, options: ServeOptions): () => void {
  const answerer = createAnswerer(contract, calls, posts, options);
  const onCall = (event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<unknown> =>
    answerer.call(senderOf(event), name, input);
  const onPost = (event: IpcMainEvent, name: unknown, value: unknown): void => answerer.post(senderOf(event), name, value);
  ipcMain.handle(lanes.call, onCall);
  ipcMain.on(lanes.post, onPost);
  return () => {
    ipcMain.removeHandler(lanes.call);
    ipcMain.off(lanes.post, onPost);
  };
}

/** A frame that has navigated away or died in the meantime has no address: it is nobody. */
function senderOf(event: IpcMainInvokeEvent | IpcMainEvent): Sender {
  const frame = event.senderFrame;
  return frame === null ? { url: '', isMainFrame: false } : { url: frame.url, isMainFrame: frame.parent === null };
}

/** A window that a feed can be sent to. */
export interface FeedTarget {
  isDestroyed(): boolean;
  readonly webContents: Pick<WebContents, 'send' | 'isDestroyed' | 'isCrashed'>;
}

/** Sends one value of a feed to every window that can take it; a page that is down gets the snapshot when it is back. */
export function feedTo<N extends FeedName>(windows: Iterable<FeedTarget>, name: N, value: FeedValue<N>): void {
  for (const window of windows) {
    if (window.isDestroyed() || window.webContents.isDestroyed() || window.webContents.isCrashed()) continue;
    window.webContents.send(lanes.feed, name, value);
  }
}
