import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { cardProfiles, type CardProfile } from '../../../src/hardware/readers/card-format.ts';
import type { CardRead } from '../../../src/hardware/readers/card-read.ts';
import type { ReaderReport } from '../../../src/hardware/readers/reader-report.ts';
import { SerialCardReader } from '../../../src/hardware/readers/serial-card-reader.ts';
import { serialLink } from '../../../src/hardware/serial-link.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { createLog } from '../../../src/shared/log.ts';
import { hasSocat, openPty } from '../../fakes/pty.ts';

const frame = Uint8Array.from(Buffer.from('020A0206008E6D5DB003', 'hex'));
const bad = Uint8Array.from(Buffer.from('020A0206008E6D5CB003', 'hex'));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function reader(name: string, profile: CardProfile) {
  const line = await openPty(() => undefined);
  closers.push(() => line.close());
  const cards: CardRead[] = [];
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  const made = new SerialCardReader({
    name,
    port: line.port,
    openLink: serialLink({ port: line.port, baudRate: 9_600 }),
    isPresent: () => existsSync(line.port),
    format: cardProfiles[profile],
    bits: 32,
    onCard: (card) => cards.push(card),
    log: createLog(
      (text) => lines.push(text),
      () => new Date(0),
    ),
    clock: systemClock,
  });
  closers.push(() => made.close());
  made.onChange(() => watchers.forEach((look) => look()), new AbortController().signal);
  const until = (holds: (report: ReaderReport) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`not so in time: ${holds.toString()}: ${JSON.stringify(made.report())}`));
      const timer = setTimeout(fail, 20_000);
      const look = (): void => {
        if (!holds(made.report())) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  await until(({ state }) => state === 'silent');
  return { line, say: (bytes: Uint8Array | string) => void line.far.outgoing.write(bytes), cards, lines, until, made };
}

describe.skipIf(!hasSocat)('a card reader on a serial line', () => {
  test('tells its cards, while another one tells its own at the same time', async () => {
    const [left, right] = [await reader('left', 'stx-binary'), await reader('right', 'line-decimal')];
    // A line that has only just been opened may begin in the middle of a number.
    right.say('\r\n');
    for (let round = 0; round < 20; round += 1) {
      left.say(frame);
      right.say('0012345678\r\n');
    }
    await Promise.all([left, right].map(({ until }) => until(({ reads }) => reads === 20)));
    expect(new Set(left.cards.map(({ reader: name, number }) => `${name} ${number}`))).toEqual(new Set(['left 9334109']));
    expect(new Set(right.cards.map(({ reader: name, number }) => `${name} ${number}`))).toEqual(new Set(['right 12345678']));
  });

  test('that stops in the middle of a frame is understood again after a silence', async () => {
    const { say, cards, until } = await reader('left', 'stx-binary');
    say(frame.subarray(0, 5));
    await until(({ discardedBytes }) => discardedBytes === 5);
    say(frame);
    await until(({ reads }) => reads === 1);
    expect(cards).toHaveLength(1);
  });

  test('is counted with its bad frames, and never logged or reported with a number', async () => {
    const { say, lines, until, made } = await reader('left', 'stx-binary');
    say(bad);
    await until(({ refused }) => refused['checksum'] === 1);
    say(frame);
    await until(({ reads, state }) => reads === 1 && state === 'ok');
    expect(lines.join()).toContain('"cardRefused"');
    expect(lines.join() + JSON.stringify(made.report())).not.toMatch(/9334109|8e6d5d/i);
  });

  test('is missed when it is pulled out, and listened to again when it is back', async () => {
    const { line, say, cards, until } = await reader('left', 'stx-binary');
    await line.unplug();
    await until(({ state, lastFault }) => state === 'notAnswering' && (lastFault ?? '').startsWith('link.'));
    await line.plugIn();
    await until(({ state, connections }) => state === 'silent' && connections === 2);
    say(frame);
    await until(({ reads, lastFault }) => reads === 1 && lastFault === null);
    expect(cards).toHaveLength(1);
  });
});
