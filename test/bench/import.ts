import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DrivenTerminal } from '../chaos/driven-terminal.ts';
import { hasPictures, webcamFrames } from '../e2e/support/pictures.ts';
import { type BenchOptions, onlyCount } from './bench-options.ts';
import { jitteredFrom, jitteredPeople } from './jittered-people.ts';
import { markedFrames } from './marked-frames.ts';
import { summary } from './percentiles.ts';
import { OthersOnMachine, residentMb } from './process-use.ts';
import { startProvince } from './province.ts';

const PEOPLE = 10_000;
const SN = '1388186';
const PASSAGES_BEFORE = 60;
const PASSAGE_EVERY_MS = 700;
const MOST_MS_PER_PERSON = 2_000;
/** Sichuan's heartbeat asks for tasks once a minute. */
const ASKS_WITHIN_MS = 90_000;

/** Workers who pass meanwhile: one whom recognition is spared, so that the passage alone is seen, and some who are seen. */
const SPARED = 'w0';
const pictures = () => markedFrames.map(({ subject, session, frame }) => webcamFrames('live', subject, session)[frame] ?? '');

/**
 * People received and embedded, while workers pass before a terminal below the camera. The people are jittered crops of
 * fewer pictures. `count`: people; default 10,000. `platform`: who sends them; default `zhejiang`.
 */
export async function benchImport(options: BenchOptions): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const folder = mkdtempSync(join(tmpdir(), 'bench-import-'));
  const people = await jitteredPeople(join(folder, 'people'), onlyCount(options, PEOPLE));
  const province = await startProvince(options.platform ?? 'zhejiang');
  const terminal = await DrivenTerminal.create({
    ...{ folder, sn: SN, workers: 1, pictures: pictures() },
    platform: province.config({ asksSoon: true }),
    config: { speech: { enabled: true } },
  });
  try {
    await terminal.start();
    const pid = terminal.pid ?? 0;
    const before = new Passages(terminal);
    while (before.count < PASSAGES_BEFORE) await before.next();
    const idleMb = residentMb(pid).now;

    const task = province.sendPeople(people);
    const askedAtMs = await province.until(() => province.arrival(task).askedAtMs, ASKS_WITHIN_MS);
    const others = new OthersOnMachine();
    const end = { isOver: false };
    const over = province
      .until(() => province.arrival(task).report, people.length * MOST_MS_PER_PERSON)
      .finally(() => (end.isOver = true));
    const during = new Passages(terminal);
    while (!end.isOver) await during.next();
    const { atMs, isDone, told } = await over;
    const seconds = (atMs - askedAtMs) / 1_000;
    const perSecond = people.length / seconds;
    return {
      what: `${String(people.length)} people, ${jitteredFrom()}, sent by ${province.protocol}; passages, ms to coil-on at the slave: from the verdict, and from the first of the frames that it takes, one each 66 ms`,
      isDone,
      ...told,
      seconds: Number(seconds.toFixed(1)),
      peoplePerSecond: Number(perSecond.toFixed(2)),
      ...(people.length === PEOPLE ? {} : { extrapolatedMinutesFor10000: Number((PEOPLE / perSecond / 60).toFixed(1)) }),
      memoryMb: { before: idleMb, after: residentMb(pid).now, most: residentMb(pid).most },
      otherProgramsCores: others.cores(),
      passagesBefore: before.summary(),
      passagesDuring: during.summary(),
    };
  } finally {
    await terminal.stop();
    await terminal.close();
    await province.close();
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
