import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readCard, type CardAttempt } from '../../../../src/hardware/identity-card/read-card.ts';
import { SamClient } from '../../../../src/hardware/identity-card/sam-client.ts';

/** Built from the published description, not with the product's encoder. */
function reply(status: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const length = data.length + 4;
  const body = [length >> 8, length & 0xff, 0, 0, status, ...data];
  return Uint8Array.of(
    0xaa,
    0xaa,
    0xaa,
    0x96,
    0x69,
    ...body,
    body.reduce((sum, byte) => sum ^ byte, 0),
  );
}

function contentsOf(name: string): Uint8Array {
  const text = [name.padEnd(15), '1', '01', '19491231', '北京市'.padEnd(35), '11010519491231002X', '公安局'.padEnd(15)];
  const whole = Buffer.from([...text, '20200102', '20400102'].join('').padEnd(128), 'utf16le');
  return Uint8Array.from([1, 0, 4, 0, ...whole, ...new Uint8Array(1_024)]);
}

const found = reply(0x9f, new Uint8Array(4));
const notFound = reply(0x80);
const selected = reply(0x90, new Uint8Array(8));
const read = (name: string): Uint8Array => reply(0x90, contentsOf(name));

let incoming: Readable;
let client: SamClient;
/** What the module says to the next commands; null: nothing. */
let answers: (readonly Uint8Array[] | null)[];
const asked: string[] = [];
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const attempt = async (ms: number): Promise<CardAttempt> => {
  const looking = readCard(client);
  await pass(ms);
  return looking;
};
const nameIn = (result: CardAttempt): string | null => (result.kind === 'card' ? result.card.text.name : null);

beforeEach(() => {
  vi.useFakeTimers();
  incoming = new Readable({ read: () => undefined });
  answers = [];
  asked.length = 0;
  const send = (bytes: Uint8Array): Promise<void> => {
    asked.push(Buffer.from(bytes.subarray(7, 9)).toString('hex'));
    for (const frame of answers.shift() ?? []) incoming.push(frame);
    return Promise.resolve();
  };
  client = new SamClient({ incoming, send, close: () => Promise.resolve() }, { onHeard: () => undefined });
  void client.run();
});
afterEach(async () => {
  incoming.push(null);
  await pass(10_000);
  vi.useRealTimers();
});

describe('a reply of the module that comes after its time', () => {
  test('is dropped before anything else is asked', async () => {
    answers = [[found], [selected], null];
    expect((await attempt(4_000)).kind).toBe('fault');
    answers = [[notFound]];
    const next = readCard(client);
    await pass(200);
    incoming.push(read('单雄信'));
    await pass(250);
    expect(asked).toEqual(['2001', '2002', '3001']);
    await pass(200);
    expect(asked.slice(3)).toEqual(['2001']);
    expect((await next).kind).toBe('noCard');
  });

  test.each([
    ['the search', [[read('单雄信'), found], [selected], [read('程咬金')]]],
    ['the selection', [[found], [read('单雄信'), selected], [read('程咬金')]]],
  ] as const)('is not the next card, though it comes with the answer to %s', async (_, replies) => {
    answers = [[found], [selected], null];
    await attempt(4_000);
    await pass(5_000);
    answers = [...replies];
    expect(nameIn(await attempt(1_000))).toBe('程咬金');
  });

  test('does not stand for the contents of the next card where it is that of a selection', async () => {
    answers = [[found], null];
    expect((await attempt(1_000)).kind).toBe('fault');
    answers = [[found], [selected], [selected, read('程咬金')]];
    expect(nameIn(await attempt(1_000))).toBe('程咬金');
  });

  test('keeps nothing waiting for ever: a line that does not fall silent is a fault', async () => {
    answers = [null];
    expect((await attempt(1_000)).kind).toBe('fault');
    const next = readCard(client);
    for (let noise = 0; noise < 20; noise += 1) {
      incoming.push(Uint8Array.of(0));
      await pass(100);
    }
    expect(await next).toMatchObject({ kind: 'fault', fault: { code: 'reader.badFrame' } });
  });
});
