import { startWebServer, type PageOptions, type WebServer } from '../web-server.ts';
import type { SichuanPlatform } from './platform.ts';
import { webActions } from './web-actions.ts';
import { sichuanFeed } from './web-feed.ts';

export interface WebPageOptions extends PageOptions {
  readonly platform: SichuanPlatform;
}

/** The technician's page: what arrives, and buttons for the orders and the misbehaviour. */
export const startWebPage = async (options: WebPageOptions): Promise<WebServer> =>
  startWebServer({
    host: options.host,
    port: options.port,
    name: '四川',
    folder: 'sichuan',
    people: options.people,
    feed: sichuanFeed(options.platform),
    actions: webActions(options),
    picture: (path) => {
      const [, seq, what] = /^\/registrations\/(\d+)\/(photo|idphoto)$/.exec(path) ?? [];
      if (seq === undefined) return undefined;
      return options.platform.registrations[Number(seq) - 1]?.[what === 'photo' ? 'photo' : 'idphoto'] ?? null;
    },
  });
