import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import type { Person } from '../bench-platform/people-folder.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';
import { DrivenTerminal } from '../chaos/driven-terminal.ts';
import { seeded, type Random } from '../chaos/seeded.ts';
import { hasPictures, unknownPeople, webcamFrames } from '../e2e/support/pictures.ts';
import { markedFrames } from './marked-frames.ts';
import { summary } from './percentiles.ts';
import { residentMb } from './process-use.ts';

const PEOPLE = 10_000;
const SN = '1388186';
const PASSAGES_BEFORE = 60;
const PASSAGE_EVERY_MS = 700;
const MOST_MS_PER_PERSON = 2_000;
const SEED = 20_261_122;

/** Workers who pass meanwhile: one whom recognition is spared, so that the passage alone is seen, and some who are seen. */
const SPARED = 'w0';
const pictures = () => markedFrames.map(({ subject, session, frame }) => webcamFrames('live', subject, session)[frame] ?? '');

/**
 * People received page by page over T_SEND_PERSON and embedded, while workers pass. The people are jittered crops of fewer
 * pictures. `count`: people; default 10,000.
 */
export async function benchImport({ count }: { readonly count: number | null }): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const folder = mkdtempSync(join(tmpdir(), 'bench-import-'));
  const people = await jitteredPeople(join(folder, 'people'), count ?? PEOPLE);
  const platform = await startZhejiangPlatform();
  const terminal = await DrivenTerminal.create({
    ...{ folder, sn: SN, workers: 1, pictures: pictures() },
    platform: {
      protocol: 'zhejiang',
      zhejiang: { tcp: platform.tcpAddress, http: platform.httpAddress, ...BENCH_CREDENTIALS, heartbeatSeconds: 1 },
    },
    config: { speech: { enabled: true } },
  });
  try {
    await terminal.start();
    const pid = terminal.pid ?? 0;
    const before = new Passages(terminal);
    while (before.count < PASSAGES_BEFORE) await before.next();
    const idleMb = residentMb(pid).now;

    const taskid = platform.order.sendPeople(people);
    const orderedMs = performance.now();
    const end = { isOver: false };
    const over = platform
      .until(() => platform.taskReports.find((report) => report.taskid === taskid), people.length * MOST_MS_PER_PERSON)
      .finally(() => (end.isOver = true));
    const during = new Passages(terminal);
    while (!end.isOver) await during.next();
    const { status, personCount, faceCount } = await over;
    const seconds = (performance.now() - orderedMs) / 1_000;
    const perSecond = people.length / seconds;
    return {
      what: `${String(people.length)} people, jittered crops of ${String(unknownPeople().length)} pictures, by T_SEND_PERSON; passages, ms to coil-on at the slave: from the verdict, and from the first of the frames that it takes, one each 66 ms`,
      status,
      seconds: Number(seconds.toFixed(1)),
      peoplePerSecond: Number(perSecond.toFixed(2)),
      ...(people.length === PEOPLE ? {} : { extrapolatedMinutesFor10000: Number((PEOPLE / perSecond / 60).toFixed(1)) }),
      workersInStore: personCount,
      workersWithTemplate: faceCount,
      memoryMb: { before: idleMb, after: residentMb(pid).now, most: residentMb(pid).most },
      passagesBefore: before.summary(),
      passagesDuring: during.summary(),
    };
  } finally {
    await terminal.stop();
    await terminal.close();
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Passages one after the other, seen and spared in turn. */
class Passages {
  readonly #terminal: DrivenTerminal;
  readonly #fromVerdict: number[] = [];
  readonly #fromFrame: number[] = [];

  constructor(terminal: DrivenTerminal) {
    this.#terminal = terminal;
  }

  get count(): number {
    return this.#fromVerdict.length + this.#fromFrame.length;
  }

  async next(): Promise<void> {
    await pause(PASSAGE_EVERY_MS);
    const isSpared = this.count % 2 === 0;
    const pulses = this.#terminal.pulses.length;
    await this.#terminal.present(isSpared ? SPARED : `face${String(this.count % markedFrames.length)}`);
    const sinceMs = this.#terminal.presentations.at(-1)?.atMs ?? Number.NaN;
    const [onAtMs] = this.#terminal.pulses.slice(pulses);
    if (onAtMs === undefined) throw new Error('a passage without a pulse');
    (isSpared ? this.#fromVerdict : this.#fromFrame).push(onAtMs - sinceMs);
  }

  summary() {
    const of = (times: readonly number[]) => ({ ...summary(times, 0), most: Math.round(Math.max(...times)) });
    return { fromVerdict: of(this.#fromVerdict), fromFrame: of(this.#fromFrame) };
  }
}

/** As many people as asked for out of fewer pictures: each a crop of its own, of a size of its own. */
async function jitteredPeople(folder: string, count: number): Promise<readonly Person[]> {
  mkdirSync(folder);
  const random = seeded(SEED);
  const originals = unknownPeople();
  const people: Person[] = [];
  for (let n = 0; n < count; n++) {
    const file = join(folder, `${String(n)}.jpg`);
    await jittered(readFileSync(originals[n % originals.length] ?? ''), file, random);
    people.push({ id: `p${String(n).padStart(5, '0')}`, name: `工人${String(n)}`, photos: [file] });
  }
  return people;
}

/** Cuts up to 6 % off each side, and enlarges to between 300 and 500 px. */
async function jittered(picture: Uint8Array, file: string, random: Random): Promise<void> {
  const { width, height } = await sharp(picture).metadata();
  const [left, right, top, bottom] = [width, width, height, height].map((size) => Math.floor(random() * 0.06 * size));
  await sharp(picture)
    .extract({
      left: left ?? 0,
      top: top ?? 0,
      width: width - (left ?? 0) - (right ?? 0),
      height: height - (top ?? 0) - (bottom ?? 0),
    })
    .resize(300 + Math.floor(random() * 200))
    .jpeg({ quality: 85 })
    .toFile(file);
}
