import type { JsonObject } from '../json.ts';
import type { Person } from '../people-folder.ts';
import type { WebAction } from '../web-server.ts';
import { text, texts } from '../web-values.ts';
import type { Dialect } from './bench.ts';
import type { CertificateKind } from './certificates.ts';
import type { DelType, UserType } from './dictionaries.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { OrderOptions } from './orders.ts';
import type { WebPageOptions } from './web-page.ts';

/** What the page's buttons do. */
export function webActions({ platform, people }: WebPageOptions): Readonly<Record<string, WebAction>> {
  const { order, bench } = platform;
  const chosen = async (body: JsonObject): Promise<readonly Person[]> => {
    const ids = new Set(texts(body['ids']));
    return (await people()).filter(({ id }) => ids.has(id));
  };
  return {
    send: async (body) => ({ id: order.sendPeople(await chosen(body), orderOptions(body)) }),
    remove: (body) => ({ id: order.removePeople(texts(body['ids']), Number(body['delType']) as DelType, orderOptions(body)) }),
    raw: (body) => ({ id: order.raw(Number(body['type']), body['content'] ?? null, orderOptions(body)) }),
    sendRegistered: (body) => {
      const one = platform.registrations.findLast(({ userId }) => userId === text(body['userId']));
      if (one === undefined) return { error: '没有此人 / no such person' };
      const person = { id: one.userId, name: one.name, photos: [one.photo] };
      return { id: order.sendPeople([person], { ...orderOptions(body), userType: one.userType }) };
    },
    again: (body) => ({ ok: order.again(text(body['id'])) }),
    misbehave: (body) => {
      platform.misbehave(body as unknown as Misbehaviour);
      return { ok: true };
    },
    behave: (body) => {
      bench.rules.stop(typeof body['id'] === 'number' ? body['id'] : undefined);
      return { ok: true };
    },
    dialect: (body) => {
      Object.assign(platform.dialect, body as Partial<Dialect>);
      bench.changed();
      return { ok: true };
    },
    certificate: async (body) => {
      try {
        await platform.useCertificate(text(body['kind']) as CertificateKind);
        return { ok: true };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
    cut: () => {
      platform.cutConnections();
      return { ok: true };
    },
    restart: async (body) => {
      await platform.restart({ downMs: Number(body['downMs'] ?? 0) });
      return { ok: true };
    },
  };
}

function orderOptions(body: JsonObject): OrderOptions & { readonly userType?: UserType } {
  const sn = text(body['sn']);
  const userType = body['userType'] === 2 ? 2 : 1;
  return { userType, ...(sn !== '' ? { sn } : {}) };
}
