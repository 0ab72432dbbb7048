import type { Person } from '../people-folder.ts';
import { startWebServer, type WebServer } from '../web-server.ts';
import type { ZhejiangPlatform } from './platform.ts';
import { webActions } from './web-actions.ts';
import { zhejiangFeed } from './web-feed.ts';

export interface WebPageOptions {
  readonly platform: ZhejiangPlatform;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Read anew for each order. */
  readonly people: () => Promise<readonly Person[]>;
  readonly firmwareFile: string | null;
}

/** The technician's page: what arrives, and buttons for the orders and the misbehaviour. */
export const startWebPage = async (options: WebPageOptions): Promise<WebServer> =>
  startWebServer({
    host: options.host,
    port: options.port,
    folder: 'zhejiang',
    people: options.people,
    feed: zhejiangFeed(options.platform),
    actions: webActions(options),
    picture: (path) => {
      const punch = /^\/punches\/(\d+)$/.exec(path)?.[1];
      return punch === undefined ? undefined : (options.platform.punches[Number(punch) - 1]?.picture ?? null);
    },
  });
