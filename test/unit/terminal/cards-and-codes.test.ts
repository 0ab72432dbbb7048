import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyCode } from '../../../src/hardware/qr/verify-code.ts';
import { createCardHandlers, requireFreeCard } from '../../../src/terminal/card-commands.ts';
import { runQrOffice } from '../../../src/terminal/qr-office.ts';
import { cardTable } from '../../../src/terminal/tables.ts';
import { codeThrownBy, fixedNow, openedStore, temporaryFolder, worker } from '../store/fixture.ts';

describe('cards on the command line', () => {
  it('are given, listed and taken away, and the audit log names the worker and never the number', async () => {
    const store = openedStore(temporaryFolder());
    store.people.put(worker('w1'), { replace: false });
    const noted: string[] = [];
    const handlers = createCardHandlers(store, (action, subject) => noted.push(`${action} ${subject}`));
    expect(await handlers['cards.add']({ id: 'w1', card: '188,24910' })).toEqual({ id: 'w1', number: '12345678' });
    const { cards } = await handlers['cards.list']();
    expect(cardTable(cards)).toBe('ID  CARD\nw1  12345678\n');
    expect(await handlers['cards.remove']({ card: '12345678' })).toEqual({ id: 'w1', number: '12345678' });
    expect(codeThrownBy(() => handlers['cards.remove']({ card: '12345678' }))).toBe('card.invalid');
    expect(noted).toEqual(['card.added w1', 'card.removed w1']);
  });

  it('that come along with a worker are refused before his photograph is looked at, unless they are free or his own', () => {
    const store = openedStore(temporaryFolder());
    store.people.put(worker('w1'), { replace: false });
    requireFreeCard(store, 'w2', '1000');
    store.cards.add('w1', { number: '1000', bits: 32 });
    requireFreeCard(store, 'w1', '1000');
    expect(codeThrownBy(() => requireFreeCard(store, 'w2', '1000'))).toBe('card.taken');
    expect(codeThrownBy(() => requireFreeCard(store, 'w2', 'x'))).toBe('card.invalid');
  });
});

describe('the office that issues codes', () => {
  function office() {
    const folder = temporaryFolder();
    const said: string[] = [];
    const run = (...argv: readonly string[]): number =>
      runQrOffice(argv, { print: (text) => said.push(text), complain: (text) => said.push(text), now: () => fixedNow });
    return { folder, said, run };
  }

  it('makes keys once, and codes that a terminal with its public key believes', () => {
    const { folder, said, run } = office();
    expect(run('keys', '--out', join(folder, 'keys'))).toBe(0);
    const key = join(folder, 'keys', 'qr-private.pem');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(codeThrownBy(() => run('keys', '--out', join(folder, 'keys')))).toBe('code.invalid');
    expect(run('issue', '--key', key, '--id', 'w1', '--place', '滨江一号', '--minutes', '5')).toBe(0);
    const text = /^SG1:.*$/m.exec(said.at(-1) ?? '')?.[0] ?? '';
    const publicKey = createPublicKey(readFileSync(join(folder, 'keys', 'qr-public.pem')));
    const options = {
      publicKey,
      place: '滨江一号',
      isClockDoubtful: false,
      longestMs: 3_600_000,
      memory: null,
      healthPrefix: null,
      healthMarks: { green: null, yellow: null, red: null },
    };
    expect(verifyCode(text, { ...options, nowMs: fixedNow })).toMatchObject({ kind: 'person', code: { workerId: 'w1' } });
    expect(verifyCode(text, { ...options, nowMs: fixedNow + 300_000 })).toEqual({ kind: 'refused', reason: 'expired' });
  });

  it('tells a key that is not there from a file that is none', () => {
    const { folder, run } = office();
    run('keys', '--out', folder);
    const issue = (key: string) => (): number => run('issue', '--key', join(folder, key), '--id', 'w1', '--place', 'x');
    expect(issue('qr-secret.pem')).toThrow(/qr-secret\.pem cannot be read/);
    expect(issue('qr-public.pem')).toThrow(/qr-public\.pem is no private key/);
  });

  it('draws a code as a picture', () => {
    const { folder, run } = office();
    run('keys', '--out', folder);
    const out = join(folder, 'code.svg');
    expect(run('issue', '--key', join(folder, 'qr-private.pem'), '--id', 'w1', '--place', 'x', '--out', out)).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^<svg/);
  });

  it.each([
    [[]],
    [['issue']],
    [['keys']],
    [['sell']],
    [['issue', '--key', 'k', '--id', 'w1', '--place', 'x', '--minutes', '0']],
    [['issue', '--key', 'k', '--id', 'w1', '--place', 'x', '--minutes', '1.5']],
    [['keys', '--out', 'x', 'more']],
    [['keys', '--hours', '2']],
  ])('says how it is used when it is told %j', (argv) => {
    const { said, run } = office();
    expect(run(...argv)).toBe(2);
    expect(said.join()).toContain('Usage:');
  });

  it('refuses a file that is no key', () => {
    const { folder, run } = office();
    const file = join(folder, 'no.pem');
    writeFileSync(file, 'no key');
    expect(codeThrownBy(() => run('issue', '--key', file, '--id', 'w1', '--place', 'x'))).toBe('code.invalid');
    expect(existsSync(join(folder, 'qr-private.pem'))).toBe(false);
  });
});
