import type { CallHandlers } from '../../src/shared/ipc/contract.ts';
import type { PersonFilter } from '../../src/shared/people-view.ts';
import { drawnFace } from './drawn-face.ts';
import { fakePeople, fakePunches, findFake, isNamed, type FakePerson } from './fake-roster.ts';

type Handlers = Pick<
  CallHandlers,
  | 'admin.people'
  | 'admin.person'
  | 'admin.personPicture'
  | 'admin.checkPhotograph'
  | 'admin.savePerson'
  | 'admin.removePerson'
  | 'admin.learnt'
  | 'admin.forgetLearnt'
  | 'admin.comparePeople'
  | 'admin.capture'
  | 'admin.sticks'
  | 'admin.stickPictures'
  | 'admin.stickPicture'
>;

const PAGE = 40;
const isKind: Readonly<Record<PersonFilter, (person: FakePerson) => boolean>> = {
  all: () => true,
  noTemplate: ({ template }) => template === 'none',
  flagged: ({ template }) => template === 'poor',
  lookalike: ({ lookalikes }) => lookalikes > 0,
  barred: ({ barredReason }) => barredReason !== null,
};
const otherOf = (id: string): FakePerson | undefined => fakePeople.find((person) => person.lookalikes > 0 && person.id !== id);
const seedOf = (id: string): number => Number(id.replaceAll(/\D/g, '').slice(-5));

/** People who live as long as the page; whoever stands before the camera comes closer with each look. */
export function createFakePeople(): Handlers {
  let looks = 0;
  const forgotten = new Set<string | null>();
  const learntOf = (id: string) =>
    forgotten.has(id) || forgotten.has(null) || seedOf(id) % 2 === 0 ? [] : [{ atMs: Date.now() - 3 * 86_400_000, score: 0.78 }];
  return {
    'admin.people': ({ query, filter, after }) => {
      const all = fakePeople.filter((person) => isKind[filter](person) && isNamed(person, query));
      const from = after === null ? 0 : all.findIndex(({ id }) => id === after.id) + 1;
      const people = all.slice(from, from + PAGE);
      const last = people.at(-1);
      const next = last !== undefined && from + PAGE < all.length ? { sound: last.sound, id: last.id } : null;
      return Promise.resolve({ people, next, total: after === null ? all.length : null });
    },
    'admin.person': ({ id }) => {
      const person = findFake(id);
      if (person === undefined) return Promise.resolve({ person: null });
      const other = person.lookalikes > 0 ? otherOf(id) : undefined;
      const alike = other === undefined ? [] : [{ id: other.id, name: other.name, score: 0.71 }];
      const lastPunchMs = fakePunches.find(({ workerId }) => workerId === id)?.atMs ?? null;
      const createdMs = Date.now() - 40 * 86_400_000;
      return Promise.resolve({
        person: { ...person, alike, lastPunchMs, createdMs, updatedMs: createdMs, learnt: learntOf(id) },
      });
    },
    'admin.personPicture': async ({ id }) => ({
      jpeg: findFake(id)?.hasPhotograph === true ? await drawnFace(seedOf(id), false) : null,
    }),
    'admin.checkPhotograph': ({ photograph }) => Promise.resolve({ code: photograph.length < 1_000 ? 'photo.unreadable' : null }),
    'admin.savePerson': ({ id, name, replace }) => {
      if (!replace && findFake(id) !== undefined) return Promise.reject(new Error('worker.exists'));
      const known = fakePeople.findIndex((person) => person.id === id);
      const added: FakePerson = {
        ...{ id, name, sound: '', initials: '', origin: 'screen', barredReason: null, flags: [], lookalikes: 0 },
        ...fakePeople[known],
        ...{ template: 'good', photoRefusal: null, hasPhotograph: true },
      };
      fakePeople.splice(Math.max(0, known), known < 0 ? 0 : 1, added);
      return Promise.resolve({ alike: [] });
    },
    'admin.removePerson': ({ id }) => {
      const known = fakePeople.findIndex((person) => person.id === id);
      if (known >= 0) fakePeople.splice(known, 1);
      return Promise.resolve({});
    },
    'admin.learnt': () => {
      const learnt = fakePeople.flatMap(({ id }) => learntOf(id));
      const newestMs = learnt.length === 0 ? null : Math.max(...learnt.map(({ atMs }) => atMs));
      return Promise.resolve({ isOn: true, templates: learnt.length, workers: learnt.length, newestMs });
    },
    'admin.forgetLearnt': ({ id }) => {
      const templates = fakePeople
        .filter((person) => id === null || person.id === id)
        .flatMap((person) => learntOf(person.id)).length;
      forgotten.add(id);
      return Promise.resolve({ templates });
    },
    'admin.comparePeople': ({ id, otherId }) =>
      Promise.resolve({ score: otherOf(id)?.id === otherId ? 0.71 : 0.12, threshold: 0.58 }),
    'admin.capture': async ({ take }) => {
      looks += 1;
      const view =
        looks < 3
          ? ({ kind: 'noFace' } as const)
          : looks < 6
            ? ({ kind: 'poor', code: 'photo.tooSmall' } as const)
            : ({ kind: 'good' } as const);
      return { view, photograph: take && view.kind === 'good' ? await drawnFace(7, true) : null };
    },
    'admin.sticks': () => Promise.resolve({ sticks: ['KINGSTON'] }),
    'admin.stickPictures': () =>
      Promise.resolve({
        pictures: Array.from({ length: 24 }, (_, index) => ({
          token: String(index),
          name: `一标段/N${String(2_000 + index)} 工人${String(index + 1)}.jpg`,
          bytes: 180_000 + index,
        })),
        isCut: false,
      }),
    'admin.stickPicture': async ({ token }) => ({ photograph: await drawnFace(Number(token), false) }),
  };
}
