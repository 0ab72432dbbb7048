import { startWebServer, type PageOptions, type WebServer } from '../web-server.ts';
import type { ZhejiangPlatform } from './platform.ts';
import { webActions } from './web-actions.ts';
import { zhejiangFeed } from './web-feed.ts';

export interface WebPageOptions extends PageOptions {
  readonly platform: ZhejiangPlatform;
  readonly firmwareFile: string | null;
}

/** The technician's page: what arrives, and buttons for the orders and the misbehaviour. */
export const startWebPage = async (options: WebPageOptions): Promise<WebServer> =>
  startWebServer({
    host: options.host,
    port: options.port,
    name: '浙江',
    folder: 'zhejiang',
    people: options.people,
    feed: zhejiangFeed(options.platform),
    actions: webActions(options),
    picture: (path) => {
      const punch = /^\/punches\/(\d+)$/.exec(path)?.[1];
      return punch === undefined ? undefined : (options.platform.punches[Number(punch) - 1]?.picture ?? null);
    },
  });
