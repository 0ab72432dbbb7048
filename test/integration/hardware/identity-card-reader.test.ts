import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { IdentityCard } from '../../../src/hardware/identity-card/card-data.ts';
import { IdentityCardReader } from '../../../src/hardware/identity-card/reader.ts';
import type { ReaderReport } from '../../../src/hardware/readers/reader-report.ts';
import { serialLink } from '../../../src/hardware/serial-link.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { createLog } from '../../../src/shared/log.ts';
import { hasSamModule, startSamModule, type FakeCard } from '../../fakes/sam-module.ts';

const worker: FakeCard = {
  name: '尉迟敬德',
  sex: '1',
  nation: '01',
  birth: '19491231',
  address: '北京市朝阳区某街1号',
  number: '11010519491231002X',
  authority: '北京市公安局朝阳分局',
  from: '20200102',
  to: '长期',
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function scene() {
  const module = await startSamModule();
  closers.push(() => module.close());
  const cards: IdentityCard[] = [];
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  const reader = new IdentityCardReader({
    port: module.port,
    openLink: serialLink({ port: module.port, baudRate: 115_200 }),
    isPresent: () => existsSync(module.port),
    onCard: (card) => cards.push(card),
    log: createLog(
      (line) => lines.push(line),
      () => new Date(0),
      'debug',
    ),
    clock: systemClock,
    pollMs: 10,
  });
  closers.push(() => reader.close());
  reader.onChange(() => watchers.forEach((look) => look()), new AbortController().signal);
  const until = (holds: (report: ReaderReport) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`not so in time: ${holds.toString()}: ${JSON.stringify(reader.report())}`)),
        20_000,
      );
      const look = (): void => {
        if (!holds(reader.report())) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  return { module, reader, cards, lines, until };
}

describe.skipIf(!hasSamModule)('the reader of identity cards, against an independent module', () => {
  test('reads a card once for each time that it is laid down', async () => {
    const { module, cards, until } = await scene();
    await until(({ state }) => state === 'ok');
    module.lay(worker);
    await until(({ reads }) => reads === 1);
    module.lay(null);
    module.lay({ ...worker, name: '程咬金', to: '20400102' });
    await until(({ reads }) => reads === 2);
    expect(cards.map(({ text }) => [text.name, text.validTo])).toEqual([
      ['尉迟敬德', null],
      ['程咬金', '20400102'],
    ]);
    expect(cards[0]?.text).toEqual({
      kind: 'resident',
      name: worker.name,
      sex: 1,
      nation: '01',
      birth: worker.birth,
      address: worker.address,
      number: worker.number,
      authority: worker.authority,
      validFrom: worker.from,
      validTo: null,
    });
    expect(cards[0]?.photograph).toEqual(Uint8Array.from({ length: 1024 }, (_, index) => (index * 7) % 256));
  });

  test('neither logs nor reports anything of the card', async () => {
    const { module, reader, lines, until } = await scene();
    module.lay(worker);
    await until(({ reads }) => reads === 1);
    const said = lines.join() + JSON.stringify(reader.report());
    expect(said).not.toContain(worker.name);
    expect(said).not.toContain(worker.number);
    expect(said).not.toContain(Buffer.from(worker.number, 'utf16le').toString('hex').slice(0, 8));
  });

  test.each([['inTwoParts'], ['noiseBefore'], ['twice']] as const)('reads a card whose replies come %s', async (trouble) => {
    const { module, cards, until } = await scene();
    await until(({ state }) => state === 'ok');
    module.misbehave(...new Array<typeof trouble>(6).fill(trouble));
    module.lay(worker);
    await until(({ reads }) => reads === 1);
    expect(cards[0]?.text.number).toBe(worker.number);
  });

  test.each([
    ['silent', 'reader.timeout'],
    ['half', 'reader.timeout'],
    ['badChecksum', 'reader.badFrame'],
    ['huge', 'reader.badFrame'],
  ] as const)('names a module whose replies are %s (%s), and works again when they are not', async (trouble, code) => {
    const { module, cards, until } = await scene();
    await until(({ state }) => state === 'ok');
    module.misbehave(trouble);
    await until(({ state, lastFault }) => state === 'notAnswering' && lastFault === code);
    module.lay(worker);
    await until(({ state, reads }) => state === 'ok' && reads === 1);
    expect(cards).toHaveLength(1);
  });

  test('counts a card that cannot be read by what the module says, and reads the next', async () => {
    const { module, until } = await scene();
    await until(({ state }) => state === 'ok');
    module.misbehave({ status: 0x9f }, 'none', { status: 0x41 });
    await until(({ refused }) => Object.keys(refused).length > 0);
    module.lay({ ...worker, mark: 'I' });
    await until(({ refused }) => refused['otherCard'] === 1);
    module.lay(worker);
    await until(({ reads }) => reads === 1);
  });

  test('says of a module without authorisation that it cannot work, and goes on asking', async () => {
    const { module, until } = await scene();
    await until(({ state }) => state === 'ok');
    module.misbehave('silent', 'silent', 'silent', { status: 0x66 });
    await until(({ lastFault }) => lastFault === 'reader.rejected');
    await until(({ state }) => state === 'ok');
  });

  test('is missed when it is pulled out, and closes all the same', async () => {
    const { module, reader, until } = await scene();
    await until(({ state }) => state === 'ok');
    closers.shift();
    await module.close();
    await until(({ state }) => state === 'notAnswering');
    await reader.close();
    expect(reader.report().lastFault).toMatch(/^link\./);
  });
});
