import type { Json, JsonObject } from './json.ts';
import type { Person } from './people-folder.ts';
import type { WebAction } from './web-server.ts';
import { texts } from './web-values.ts';

/** What the buttons need of any platform. */
interface SteeredPlatform<M> {
  readonly bench: { readonly rules: { stop(id?: number): void }; changed(): void };
  readonly dialect: object;
  misbehave(what: M): unknown;
  cutConnections(): void;
}

/** What the buttons do that both platforms' pages have. */
export function usualActions<M>(platform: SteeredPlatform<M>): Readonly<Record<string, WebAction>> {
  const done = { ok: true };
  return {
    misbehave: (body) => {
      platform.misbehave(body as M);
      return done;
    },
    behave: ({ id }) => {
      platform.bench.rules.stop(typeof id === 'number' ? id : undefined);
      return done;
    },
    dialect: (body) => {
      Object.assign(platform.dialect, body);
      platform.bench.changed();
      return done;
    },
    cut: () => {
      platform.cutConnections();
      return done;
    },
  };
}

/** The people of the folder whom a button's body names. */
export async function chosenOf(people: () => Promise<readonly Person[]>, ids: Json | undefined): Promise<readonly Person[]> {
  const chosen = new Set(texts(ids));
  return (await people()).filter(({ id }) => chosen.has(id));
}

/** How long `restart` is away, ms. */
export const downMsOf = (body: JsonObject): number => Number(body['downMs'] ?? 0);
