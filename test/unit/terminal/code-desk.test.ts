import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { issueCode } from '../../../src/hardware/qr/issue-code.ts';
import type { CodeVerdict } from '../../../src/hardware/qr/verify-code.ts';
import { CodeDesk } from '../../../src/terminal/code-desk.ts';
import { fixedNow, keptLog, openedStore, temporaryFolder } from '../store/fixture.ts';

const office = generateKeyPairSync('ed25519');

function desk(qr: object = {}, key: KeyObject = office.publicKey) {
  const folder = temporaryFolder();
  const publicKeyFile = join(folder, 'qr-public.pem');
  writeFileSync(publicKeyFile, key.export({ type: 'spki', format: 'pem' }));
  const { usedCodes } = openedStore(folder);
  const { log, lines } = keptLog();
  let nowMs = 0;
  const time = { isDoubtful: false };
  const made = new CodeDesk({
    readers: Config.parse({ readers: { qr: { enabled: true, publicKeyFile, place: 'A', ...qr } } }).readers,
    usedCodes,
    clock: { now: () => fixedNow, monotonic: () => nowMs },
    isClockDoubtful: () => time.isDoubtful,
    log,
  });
  const verdicts: CodeVerdict[] = [];
  const ended = new AbortController();
  made.onVerdict((verdict) => verdicts.push(verdict), ended.signal);
  return { made, verdicts, lines, ended, time, wait: (ms: number) => (nowMs += ms) };
}

const issued = (nonce = '00112233aabbccdd'): string =>
  issueCode({ workerId: 'w1', place: 'A', notBeforeMs: fixedNow, expiresMs: fixedNow + 60_000, nonce }, office.privateKey);

it('a code that stays before the camera is judged once, and again when it comes back', () => {
  const { made, verdicts, wait } = desk();
  for (let frame = 0; frame < 8; frame += 1, wait(250)) made.take(issued());
  expect(verdicts).toHaveLength(1);
  wait(1_000);
  made.take(issued());
  expect(verdicts.map(({ kind }) => kind)).toEqual(['person', 'person']);
});

it('a code that stays before the camera counts once more when it is wanted again', () => {
  const { made, verdicts, wait } = desk();
  for (let frame = 0; frame < 8; frame += 1, wait(250)) {
    if (frame === 4) made.forget();
    made.take(issued());
  }
  expect(verdicts.map(({ kind }) => kind)).toEqual(['person', 'person']);
});

it('a code that is refused while nobody knows the time counts as soon as somebody does, though it never left', () => {
  const { made, verdicts, time, wait } = desk();
  time.isDoubtful = true;
  for (let frame = 0; frame < 8; frame += 1, wait(250)) {
    if (frame === 4) time.isDoubtful = false;
    made.take(issued());
  }
  expect(verdicts.map((verdict) => (verdict.kind === 'refused' ? verdict.reason : verdict.kind))).toEqual([
    'clockDoubtful',
    'person',
  ]);
});

it('a code that was used up is replayed when it is shown again, and cannot be used a second time', () => {
  const { made, verdicts, wait } = desk();
  made.take(issued());
  const [first] = verdicts;
  if (first?.kind !== 'person') throw new Error('not believed');
  expect(made.use(first.code)).toBe(true);
  expect(made.use(first.code)).toBe(false);
  wait(5_000);
  made.take(issued());
  expect(verdicts[1]).toEqual({ kind: 'refused', reason: 'replayed' });
});

it('a code that may be used until it expires is never used up', () => {
  const { made, verdicts } = desk({ use: 'untilExpiry' });
  made.take(issued());
  const [first] = verdicts;
  if (first?.kind !== 'person') throw new Error('not believed');
  expect([made.use(first.code), made.use(first.code)]).toEqual([true, true]);
});

it('neither the worker nor the text of a code stands in the log', () => {
  const { made, lines } = desk();
  made.take(issued());
  made.take('https://somewhere.example/?who=w1');
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toMatch(/w1|SG1|example/);
});

it('without a key that fits no code is believed, and the log says why', () => {
  const { made, verdicts, lines } = desk({}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
  made.take(issued());
  expect(verdicts).toEqual([{ kind: 'refused', reason: 'noKey' }]);
  expect(lines.join()).toContain('codeKeyUnfit');
});

it('nothing is judged where codes are not wanted, and nobody is told after the end', () => {
  const off = desk({ enabled: false });
  off.made.take(issued());
  const on = desk();
  on.ended.abort();
  on.made.take(issued());
  expect([...off.verdicts, ...on.verdicts, ...off.lines]).toEqual([]);
});
