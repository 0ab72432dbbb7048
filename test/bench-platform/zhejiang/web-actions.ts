import type { JsonObject } from '../json.ts';
import { chosenOf, downMsOf, usualActions } from '../usual-actions.ts';
import type { WebAction } from '../web-server.ts';
import { text, texts } from '../web-values.ts';
import type { OrderOptions } from './orders.ts';
import type { WebPageOptions } from './web-page.ts';

/** What the page's buttons do. */
export function webActions({ platform, firmwareFile, people }: WebPageOptions): Readonly<Record<string, WebAction>> {
  const { order } = platform;
  return {
    ...usualActions(platform),
    send: async (body) => ({ taskid: order.sendPeople(await chosenOf(people, body['ids']), orderOptions(body)) }),
    update: async (body) => ({ taskid: order.updatePeople(await chosenOf(people, body['ids']), orderOptions(body)) }),
    delete: (body) => ({ taskid: order.deletePeople(texts(body['ids']), orderOptions(body)) }),
    clear: (body) => ({ taskid: order.clearPeople(orderOptions(body)) }),
    roster: (body) => ({ taskid: order.askRoster(texts(body['exclude']), orderOptions(body)) }),
    firmware: async (body) => {
      const url = text(body['url']);
      const place = url !== '' ? { url } : firmwareFile === null ? null : { file: firmwareFile };
      if (place === null) return { error: '没有固件地址或文件 / neither an address nor a file' };
      const size = Number(body['size'] ?? 0);
      const firmware = { version: text(body['version']), ...place, ...(size > 0 ? { size } : {}) };
      return { taskid: await order.firmware(firmware, orderOptions(body)) };
    },
    again: (body) => ({ ok: order.again(text(body['taskid'])) }),
    push: (body) => ({
      connections: order.pushCommand({ apicode: text(body['apicode']), response: body['response'] ?? null }),
    }),
    expireTokens: () => {
      platform.expireTokens();
      return { ok: true };
    },
    restart: async (body) => {
      await platform.restart({ downMs: downMsOf(body), forgetsTokens: body['forgetsTokens'] === true });
      return { ok: true };
    },
  };
}

function orderOptions(body: JsonObject): OrderOptions {
  const sn = text(body['sn']);
  return { deliver: body['deliver'] === 'push' ? 'push' : 'heartbeat', ...(sn === '' ? {} : { sn }) };
}
