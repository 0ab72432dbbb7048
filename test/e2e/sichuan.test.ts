import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSichuanPlatform } from '../bench-platform/sichuan/platform.ts';
import type { SichuanPlatform } from '../bench-platform/sichuan/platform.ts';
import { hasModbusSlave } from '../fakes/modbus-slave.ts';
import { GatePlace } from './support/gate-place.ts';
import { hasPictures, webcamFrames } from './support/pictures.ts';
import type { LogLine, TerminalProcess } from './support/terminal-process.ts';

const photo = (subject: string): Buffer => readFileSync(webcamFrames('live', subject, 1)[10] ?? '');
const person = { id: 'SC-0005', name: '单雄信', photos: () => [photo('0005')] };

describe.skipIf(!hasPictures || !hasModbusSlave)('a terminal on the platform of Sichuan', () => {
  let platform: SichuanPlatform;
  let place: GatePlace;
  let terminal: TerminalProcess | null = null;
  const pulses = (): number => place.coilOns().length;

  /** A fresh start asks for tasks at once; the heartbeat's shortest interval is a minute. */
  const restart = async (): Promise<TerminalProcess> => {
    terminal = await place.start();
    await terminal.event('vision', 'ready', 180_000);
    return terminal;
  };
  const carriedOut = async (taskId: string): Promise<void> => {
    await platform.until(() => platform.taskResults.some(({ id }) => id === taskId), 180_000);
    expect(platform.taskResults.find(({ id }) => id === taskId)).toMatchObject({ result: 0 });
  };

  beforeAll(async () => {
    platform = await startSichuanPlatform();
    place = await GatePlace.create({
      clip: [
        { frames: null, repeat: 3, count: 15 },
        { frames: webcamFrames('live', '0005', 2), repeat: 3 },
      ],
      config: {
        device: { sn: 'SC-GATE-1', direction: 'out' },
        platform: { protocol: 'sichuan', sichuan: platform.terminalConfiguration('SC-GATE-1') },
        recognition: { repeatSeconds: 1 },
      },
    });
  });
  afterAll(async () => {
    await place?.close();
    await platform?.close();
  });

  it('takes people in, admits one, and sends his punch with direction and Beijing time', async () => {
    const taskId = platform.order.sendPeople([
      { ...person, photos: person.photos() },
      { id: 'SC-0001', name: '尉迟恭', photos: [photo('0001')] },
    ]);
    await restart();
    await carriedOut(taskId);
    await platform.until(() => platform.punches.length > 0, 180_000);
    const [punch] = platform.punches;
    expect(punch).toMatchObject({ sn: 'SC-GATE-1', userId: 'SC-0005', type: 2, remarks: [] });
    expect(punch?.recogTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    // By the hour: another time zone would show, a slow machine does not, nor an hour that ends meanwhile.
    const recogAtMs = Date.parse(`${punch?.recogTime.replace(' ', 'T') ?? ''}+08:00`);
    expect(Math.round(((punch?.arrivedAtMs ?? 0) - recogAtMs) / 3_600_000)).toBe(0);
    expect(punch?.recogAtMs).toBe(recogAtMs);
    // The slave tells of its pulse on a way of its own.
    await place.slave.until(() => pulses() >= 1);
  });

  it('refuses him with the reason while he has a red or yellow code, and lets him in again after a later photograph', async () => {
    await carriedOutAfterRestart(() => platform.order.removePeople([person.id], 3));
    // Nobody is let in from the first refusal to the next; before it he may have been, in the moment in which he was barred.
    const isBarred = (line: LogLine): boolean => line.event === 'refused' && line['reason'] === 'barred';
    const first = await terminal?.until(isBarred, 180_000);
    await terminal?.until((line) => isBarred(line) && line !== first, 180_000);
    expect(place.coilOns().filter((atMs) => atMs > Date.parse(first?.at ?? ''))).toEqual([]);
    const before = platform.punches.length;
    await carriedOutAfterRestart(() => platform.order.sendPeople([{ ...person, photos: person.photos() }]));
    await platform.until(() => platform.punches.length > before, 180_000);
  });

  it('refuses one who is barred (2)', async () => {
    await carriedOutAfterRestart(() => platform.order.removePeople([person.id], 2));
    await terminal?.until((line) => line.event === 'refused' && line['reason'] === 'barred', 180_000);
  });

  it('does not know one who left (1) any more', async () => {
    await carriedOutAfterRestart(() => platform.order.removePeople([person.id], 1));
    const from = terminal?.lines.length ?? 0;
    await terminal?.until((line) => line.event === 'refused' && line['reason'] === 'unknown', 180_000, from);
  });

  async function carriedOutAfterRestart(order: () => string): Promise<void> {
    await place.stop();
    const taskId = order();
    await restart();
    await carriedOut(taskId);
  }
});
