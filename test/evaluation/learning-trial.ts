import { Gallery } from '../../src/recognition/gallery.ts';
import { limitsFor } from '../../src/recognition/match-limits.ts';
import type { Calibration } from '../../src/recognition/manifest.ts';
import { sceneOf, type Album, type SeenPicture } from './album.ts';
import { changeOf, identify, type Identification, type OpenSetChange } from './identification.ts';
import { LearningPolicy, type Offered, type OfferedView } from './learning-policy.ts';
import type { Removed } from './removed-pairs.ts';
import { bootstrap, type Estimate } from './resampling.ts';
import { idOf, searchAll, type Scene } from './searches.ts';
import { cosine } from './verification.ts';

/** Workers' last pictures, searched in one gallery without and with what was learnt from the pictures before. */
export interface LearningTrial {
  readonly workers: number;
  /** Pictures between the first and the last: what became of each. */
  readonly offered: Readonly<Partial<Record<Offered, number>>>;
  /** Pictures of others, offered as the worker whom they are nearest to: how many there were, and how many would be learnt. */
  readonly foreign: { readonly offered: number; readonly learnt: number };
  readonly without: LearningSide;
  readonly with: LearningSide;
  readonly change: OpenSetChange;
}

export interface LearningSide {
  readonly identification: Identification;
  /** Claims of one identity at the threshold of FAR 1e-3, a claim being compared with all templates of the worker. */
  readonly tar: Estimate;
  readonly tarThreshold: number;
  /** Of the cosines of the probes with their own templates. */
  readonly medianOwn: number;
}

const FAR = 1e-3;

/** Null where nobody has three pictures. */
export function tryLearning(
  album: Album,
  templates: number | null,
  calibration: Calibration,
  removed: Removed,
): LearningTrial | null {
  const scene = sceneOf(album, templates, removed);
  const pictures = album.pictures.filter((picture) => scene.mates.includes(picture));
  const later = Map.groupBy(pictures, ({ person }) => person);
  const courses = [...later.values()].filter((ofOne) => ofOne.length > 1);
  if (courses.length === 0) return null;
  const { policy, gallery } = enrolled(scene, calibration);
  const offered: Partial<Record<Offered, number>> = {};
  for (const course of courses) {
    for (const picture of course.slice(0, -1)) {
      const view = viewOf(picture);
      const became = view === null ? 'quality' : policy.offer(idOf(picture.person), view);
      offered[became] = (offered[became] ?? 0) + 1;
    }
  }
  const probes = courses.flatMap((course) => course.slice(-1));
  const before: Scene = { ...scene, mates: probes };
  const people = courses.map(([first]) => first?.person ?? 0);
  const learnt = new Map(people.map((person) => [person, policy.templatesOf(idOf(person)).slice(1)]));
  const after: Scene = { ...before, learnt };
  return {
    workers: courses.length,
    offered,
    foreign: offerForeign(album, scene, gallery, policy),
    without: sideOf(before, calibration),
    with: sideOf(after, calibration),
    change: changeOf(searchAll(before), searchAll(after)),
  };
}

const viewOf = ({ embedding, measures }: SeenPicture): OfferedView | null =>
  embedding && measures ? { embedding, measures } : null;

function enrolled({ enrolled: people, fillers }: Scene, calibration: Calibration) {
  const all = [...people, ...fillers];
  const gallery = new Gallery(all.find(({ embedding }) => embedding)?.embedding?.length ?? 0);
  const policy = new LearningPolicy(gallery, () => limitsFor(calibration, gallery.size));
  for (const { person, embedding } of all) if (embedding) policy.enrol(idOf(person), embedding);
  return { gallery, policy };
}

/** Every picture of a stranger, and every one of a worker with his own templates taken out. */
function offerForeign({ pictures }: Album, scene: Scene, gallery: Gallery, policy: LearningPolicy) {
  const others = pictures.filter((picture) => scene.strangers.includes(picture) || scene.mates.includes(picture));
  let [offered, learnt] = [0, 0];
  for (const picture of others) {
    const view = viewOf(picture);
    if (view === null) continue;
    const id = idOf(picture.person);
    const own = policy.templatesOf(id);
    gallery.remove(id);
    offered++;
    if (policy.wouldLearn(view, gallery.search(view.embedding))) learnt++;
    gallery.put(id, own);
  }
  return { offered, learnt };
}

function sideOf(scene: Scene, calibration: Calibration): LearningSide {
  const searches = searchAll(scene);
  const own = searches.mated.map((search) => search.own ?? -1).toSorted((a, b) => a - b);
  return {
    identification: identify(searches, limitsFor(calibration, searches.templates)),
    ...trueAccepts(scene, searches.mated),
    medianOwn: own[Math.floor(own.length / 2)] ?? NaN,
  };
}

/** Interval by person at the threshold that all claims of other identities give. */
function trueAccepts(scene: Scene, mated: readonly { readonly person: number; readonly own: number | null }[]) {
  const workers = [...scene.enrolled, ...scene.fillers].flatMap(({ person, embedding }) =>
    embedding ? [{ person, all: [embedding, ...(scene.learnt?.get(person) ?? [])] }] : [],
  );
  const claims: number[] = [];
  for (const { person, embedding } of [...scene.mates, ...scene.strangers]) {
    if (!embedding) continue;
    for (const worker of workers)
      if (worker.person !== person) claims.push(Math.max(...worker.all.map((template) => cosine(embedding, template))));
  }
  const tarThreshold = claims.toSorted((a, b) => b - a)[Math.floor(FAR * claims.length)] ?? 1;
  const people = 1 + mated.reduce((most, { person }) => Math.max(most, person), 0);
  const [tar] = bootstrap([mated.map(({ person }) => person)], people, (weights) => {
    const weightOf = (person: number): number => weights[person] ?? 0;
    const all = mated.reduce((sum, { person }) => sum + weightOf(person), 0);
    const accepted = mated.reduce((sum, { person, own }) => sum + ((own ?? -1) > tarThreshold ? weightOf(person) : 0), 0);
    return [accepted / all];
  });
  return { tar: tar ?? { value: NaN, low: NaN, high: NaN }, tarThreshold };
}
