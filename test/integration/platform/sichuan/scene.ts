import { afterEach, expect, vi } from 'vitest';
import type { PersonOutcome, PlatformPerson } from '../../../../src/platform/ports.ts';
import type { SichuanConfig, Timing } from '../../../../src/platform/sichuan/config.ts';
import { createSichuanClient, type SichuanClient } from '../../../../src/platform/sichuan/create-sichuan-client.ts';
import { MemoryHost, MemoryRoster } from '../memory-host.ts';
import { FarEnd, secret, sn } from './far-end.ts';

/** Waits are short. Limits are the product's own: whoever sees one run out shortens it, and no busy machine does. */
const quick: Partial<Timing> = {
  unreached: { firstMs: 40, mostMs: 100 },
  refused: { firstMs: 100, mostMs: 300 },
  tooOften: { firstMs: 80, mostMs: 1_000 },
  task: { firstMs: 50, mostMs: 200 },
  redo: { firstMs: 200, mostMs: 400 },
};

/** A roster that also knows who is barred; changes are kept in their order. */
export class BarringRoster extends MemoryRoster {
  readonly barred = new Map<string, string>();
  readonly changes: string[] = [];

  override async put(person: PlatformPerson): Promise<PersonOutcome> {
    const outcome = await super.put(person);
    if (person.barredReason === null) this.barred.delete(person.id);
    else this.barred.set(person.id, person.barredReason);
    this.changes.push(`put ${person.id}`);
    return outcome;
  }

  override bar(ids: readonly string[] = [], reason = ''): Promise<void> {
    for (const id of ids) if (this.people.has(id)) this.barred.set(id, reason);
    this.changes.push(`bar ${ids.join()}`);
    return Promise.resolve();
  }

  override async remove(ids: readonly string[]): Promise<void> {
    await super.remove(ids);
    for (const id of ids) this.barred.delete(id);
    this.changes.push(`remove ${ids.join()}`);
  }
}

export class SichuanHost extends MemoryHost {
  override readonly roster = new BarringRoster();
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

export interface Scene {
  readonly farEnd: FarEnd;
  readonly host: SichuanHost;
  readonly client: SichuanClient;
  /** The terminal starts anew with what its disk holds. */
  readonly restart: () => Promise<SichuanClient>;
}

export interface SceneOptions {
  readonly config?: Partial<SichuanConfig>;
  readonly timing?: Partial<Timing>;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A client of a platform of its own; both end with the test. */
export async function scene(
  prepare: (farEnd: FarEnd, host: SichuanHost) => void = () => undefined,
  { config = {}, timing = {}, tls }: SceneOptions = {},
): Promise<Scene> {
  const farEnd = await FarEnd.start(tls);
  ends.push(() => farEnd.close());
  const host = new SichuanHost();
  prepare(farEnd, host);
  const whole: SichuanConfig = { ...usualConfig(farEnd.baseUrl), ...config };
  const begin = (): SichuanClient => {
    const made = createSichuanClient(whole, host, { ...quick, ...timing });
    ends.push(() => made.close());
    return made;
  };
  let client = begin();
  return {
    farEnd,
    host,
    client,
    restart: async () => {
      await client.close();
      client = begin();
      return client;
    },
  };
}

export function usualConfig(baseUrl: string): SichuanConfig {
  return {
    sn,
    baseUrl,
    secret,
    sm4Key: null,
    sm4Iv: null,
    sm4Encoding: 'base64',
    timestamp: 'seconds',
    heartbeatSeconds: 0.1,
    caFile: null,
  };
}

export const until = (check: () => void | Promise<void>, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 10 });

/** Waits until the platform was told of the task; gives what it was told. */
export async function told(farEnd: FarEnd, id: string) {
  await until(() => expect(farEnd.told.map((one) => one.id)).toContain(id));
  return farEnd.told.find((one) => one.id === id);
}

export const person = (userId: string, picture: Uint8Array, more: object = {}) => ({
  userId,
  name: `name of ${userId}`,
  userType: 1,
  photo: Buffer.from(picture).toString('base64'),
  ...more,
});
