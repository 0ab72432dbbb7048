import type { CallHandlers, Output } from '../shared/ipc/contract.ts';
import { Fault } from '../shared/fault.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Alike, PersonLine } from '../shared/people-view.ts';
import type { FoundWorker } from '../store/people-search.ts';
import type { Store } from '../store/store.ts';
import type { AdminGuard } from './admin-access.ts';
import type { CaptureWatch } from './capture-watch.ts';
import type { Enrolment } from './enrolment.ts';
import type { Learning } from './learning.ts';
import type { Networks } from './photograph-preparation.ts';
import type { StickPictures } from './stick-pictures.ts';

export interface AdminPeopleParts {
  readonly guard: AdminGuard;
  readonly store: Pick<Store, 'people' | 'peopleSearch' | 'photographs' | 'templates' | 'learnt' | 'punchSearch' | 'find'>;
  /** Both wait for the networks and reject with `model.*` when they cannot be had. */
  readonly enrolment: () => Promise<Pick<Enrolment, 'add'>>;
  readonly networks: () => Promise<Pick<Networks, 'analyser' | 'threshold'>>;
  /** Lets somebody go, with networks or without. */
  readonly remove: (workerId: string) => Promise<void>;
  /** Who stands before the cameras of a lane. */
  readonly capture: (lane: LaneNumber) => Pick<CaptureWatch, 'view' | 'take'>;
  readonly learning: Pick<Learning, 'view' | 'forget'>;
  readonly pictures: StickPictures;
  readonly sticks: () => readonly string[];
  readonly note: (action: string, subject: string | null) => void;
}

type Calls = Pick<
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

/** The admin side's calls about people. */
export function adminPeopleCalls(parts: AdminPeopleParts): Calls {
  const { guard, store, capture, pictures } = parts;
  return {
    'admin.people': async ({ session, query, filter, after }) => {
      guard.require(session);
      const { people, next } = store.peopleSearch.find({ query, filter, after, limit: PAGE });
      const total = after === null ? store.peopleSearch.count({ query, filter }) : null;
      return { people: people.map(lineOf), next, total };
    },
    'admin.person': async ({ session, id }) => {
      guard.require(session);
      return { person: detailOf(store, id) };
    },
    'admin.personPicture': async ({ session, id }) => {
      guard.require(session);
      return { jpeg: store.photographs.of(id).at(-1)?.jpeg ?? null };
    },
    'admin.checkPhotograph': async ({ session, photograph }) => {
      guard.require(session);
      const { analyser } = await parts.networks();
      const result = await analyser.analyse(photograph, 'standard');
      return { code: result.kind === 'refused' ? result.code : null };
    },
    'admin.savePerson': async ({ session, ...person }) => {
      guard.require(session);
      return save(parts, person);
    },
    'admin.removePerson': async ({ session, confirmation, id }) => {
      guard.requireConfirmed(session, confirmation);
      await parts.remove(id);
      parts.note('worker.removed', id);
      return {};
    },
    'admin.learnt': async ({ session }) => {
      guard.require(session);
      return parts.learning.view();
    },
    'admin.forgetLearnt': async ({ session, confirmation, id }) => {
      guard.requireConfirmed(session, confirmation);
      const templates = await parts.learning.forget(id);
      parts.note('learnt.forgotten', id);
      return { templates };
    },
    'admin.comparePeople': async ({ session, id, otherId }) => {
      guard.require(session);
      const { threshold } = await parts.networks();
      return { score: likeness(store, id, otherId), threshold };
    },
    'admin.capture': async ({ session, take, lane = 1 }) => {
      guard.require(session);
      const seen = capture(lane);
      return { view: seen.view(), photograph: take ? seen.take() : null };
    },
    'admin.sticks': async ({ session }) => {
      guard.require(session);
      return { sticks: [...parts.sticks()] };
    },
    'admin.stickPictures': async ({ session, stick }) => {
      guard.require(session);
      const listed = pictures.list(stick);
      return { pictures: [...listed.pictures], isCut: listed.isCut };
    },
    'admin.stickPicture': async ({ session, token }) => {
      guard.require(session);
      return { photograph: pictures.read(token) };
    },
  };
}

async function save(
  parts: AdminPeopleParts,
  person: { readonly id: string; readonly name: string; readonly photograph: Uint8Array; readonly replace: boolean },
): Promise<Output<'admin.savePerson'>> {
  const { store, note } = parts;
  const known = store.people.get(person.id);
  if (known === null && person.replace) throw new Fault('worker.unknown', 'the worker was removed meanwhile');
  if (known !== null && !person.replace) throw new Fault('worker.exists', 'a worker with this id exists');
  const enrolment = await parts.enrolment();
  await enrolment.add({
    id: person.id,
    // A name is the record's: with another photograph it stays.
    name: known?.name ?? person.name.trim(),
    photograph: person.photograph,
    origin: 'screen',
    strictness: 'standard',
    shouldReplace: person.replace,
  });
  note(person.replace ? 'worker.replaced' : 'worker.added', person.id);
  return { alike: alikeOf(store, person.id) };
}

export function lineOf(found: FoundWorker): PersonLine {
  const { photographs, templates, flags, ...rest } = found;
  const template = templates === 0 ? 'none' : flags.length > 0 ? 'poor' : 'good';
  return { ...rest, template, flags: [...flags], hasPhotograph: photographs > 0 };
}

function detailOf(store: AdminPeopleParts['store'], id: string): Output<'admin.person'>['person'] {
  const worker = store.people.get(id);
  const found = store.peopleSearch.get(id);
  if (worker === null || found === null) return null;
  const lastPunch = store.punchSearch.find({ query: '', between: null, workerId: id, filter: 'all', after: null, limit: 1 });
  return {
    ...lineOf(found),
    createdMs: worker.createdMs,
    updatedMs: worker.updatedMs,
    alike: alikeOf(store, id),
    lastPunchMs: lastPunch.punches[0]?.atMs ?? null,
    learnt: store.learnt.notesOf(id).map(({ learntMs, score }) => ({ atMs: learntMs, score })),
  };
}

function alikeOf(store: AdminPeopleParts['store'], id: string): Alike[] {
  return store.people
    .lookalikesOf(id)
    .map(({ workerId, score }) => ({ id: workerId, name: store.find(workerId)?.name ?? workerId, score }))
    .toSorted((one, other) => other.score - one.score);
}

/** Cosine of the nearest two templates of one network; null without two. */
function likeness({ templates }: Pick<Store, 'templates'>, id: string, otherId: string): number | null {
  const scores = templates.of(id).flatMap((one) =>
    templates
      .of(otherId)
      .filter(({ modelHash }) => modelHash === one.modelHash)
      .map((other) => one.embedding.reduce((sum, value, at) => sum + value * (other.embedding[at] ?? 0), 0)),
  );
  return scores.length === 0 ? null : Math.max(...scores);
}
