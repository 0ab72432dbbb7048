import type { JsonObject } from '../json.ts';
import { chosenOf, downMsOf, usualActions } from '../usual-actions.ts';
import type { WebAction } from '../web-server.ts';
import { text, texts } from '../web-values.ts';
import type { CertificateKind } from './certificates.ts';
import type { DelType, UserType } from './dictionaries.ts';
import type { OrderOptions } from './orders.ts';
import type { WebPageOptions } from './web-page.ts';

/** What the page's buttons do. */
export function webActions({ platform, people }: WebPageOptions): Readonly<Record<string, WebAction>> {
  const { order } = platform;
  return {
    ...usualActions(platform),
    send: async (body) => ({ id: order.sendPeople(await chosenOf(people, body['ids']), orderOptions(body)) }),
    remove: (body) => ({ id: order.removePeople(texts(body['ids']), Number(body['delType']) as DelType, orderOptions(body)) }),
    raw: (body) => ({ id: order.raw(Number(body['type']), body['content'] ?? null, orderOptions(body)) }),
    sendRegistered: (body) => {
      const one = platform.registrations.findLast(({ userId }) => userId === text(body['userId']));
      if (one === undefined) return { error: '没有此人 / no such person' };
      const person = { id: one.userId, name: one.name, photos: [one.photo] };
      return { id: order.sendPeople([person], { ...orderOptions(body), userType: one.userType }) };
    },
    again: (body) => ({ ok: order.again(text(body['id'])) }),
    certificate: async (body) => {
      try {
        await platform.useCertificate(text(body['kind']) as CertificateKind);
        return { ok: true };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
    restart: async (body) => {
      await platform.restart({ downMs: downMsOf(body) });
      return { ok: true };
    },
  };
}

function orderOptions(body: JsonObject): OrderOptions & { readonly userType?: UserType } {
  const sn = text(body['sn']);
  const userType = body['userType'] === 2 ? 2 : 1;
  return { userType, ...(sn !== '' ? { sn } : {}) };
}
