import { z } from 'zod';
import { Bytes } from '../bytes.ts';
import { LaneNumber } from '../lanes.ts';
import { Alike, CaptureView, PersonDetail, personFilters, PersonKey, PersonLine } from '../people-view.ts';
import { call, Confirmed, Session } from './parts.ts';

/** Longest photograph that crosses, bytes; main refuses larger ones anyhow. */
const PHOTOGRAPH_BYTES = 20 * 1024 * 1024;
const Photograph = Bytes.refine((bytes) => bytes.length <= PHOTOGRAPH_BYTES, 'too large');
const Id = z.string().min(1).max(64);

/** The admin side's calls about people. */
export const peopleCalls = {
  /** By the sound of the name, at most 40; `total` with the first page only. */
  'admin.people': call(
    Session.extend({ query: z.string().max(64), filter: z.enum(personFilters), after: PersonKey.nullable() }),
    z.object({ people: z.array(PersonLine), next: PersonKey.nullable(), total: z.number().nullable() }),
  ),
  'admin.person': call(Session.extend({ id: Id }), z.object({ person: PersonDetail.nullable() })),
  /** The newest photograph as enrolled. */
  'admin.personPicture': call(Session.extend({ id: Id }), z.object({ jpeg: Bytes.nullable() })),
  /** What would become of a photograph: null when it is good, else why it is not. */
  'admin.checkPhotograph': call(Session.extend({ photograph: Photograph }), z.object({ code: z.string().nullable() })),
  /**
   * Adds a worker, or with `replace` gives one another photograph; his name, and who owns his record, stay. Rejects with
   * `photo.*` when the photograph is not good enough, `worker.exists`, `worker.unknown`, `worker.invalid`.
   */
  'admin.savePerson': call(
    Session.extend({ id: Id, name: z.string().max(64), photograph: Photograph, replace: z.boolean() }),
    z.object({ alike: z.array(Alike) }),
  ),
  /** Erases photograph and template for good; punches stay. */
  'admin.removePerson': call(Confirmed.extend({ id: Id }), z.object({})),
  /** How much was learnt at the gate; `newestMs`: ms since the epoch, null without any. */
  'admin.learnt': call(
    Session,
    z.object({ isOn: z.boolean(), templates: z.number(), workers: z.number(), newestMs: z.number().nullable() }),
  ),
  /** Erases what was learnt at the gate of one worker, or of everybody (null); photographs stay. Answers how many templates. */
  'admin.forgetLearnt': call(Confirmed.extend({ id: Id.nullable() }), z.object({ templates: z.number() })),
  /** How like two workers' faces are; null when one of them has no template. */
  'admin.comparePeople': call(
    Session.extend({ id: Id, otherId: Id }),
    z.object({ score: z.number().nullable(), threshold: z.number() }),
  ),
  /** Somebody before a lane's camera, default the first's; with `take` the best frame so far, null when none is good. */
  'admin.capture': call(
    Session.extend({ take: z.boolean(), lane: LaneNumber.optional() }),
    z.object({ view: CaptureView, photograph: Bytes.nullable() }),
  ),
  /** USB sticks that are there, by name. */
  'admin.sticks': call(Session, z.object({ sticks: z.array(z.string()) })),
  /** Pictures on a stick, at most 200, by name; a token stands for one until the next list. */
  'admin.stickPictures': call(
    Session.extend({ stick: z.string().max(128) }),
    z.object({ pictures: z.array(z.object({ token: z.string(), name: z.string(), bytes: z.number() })), isCut: z.boolean() }),
  ),
  'admin.stickPicture': call(Session.extend({ token: z.string().max(64) }), z.object({ photograph: Bytes })),
} as const;
