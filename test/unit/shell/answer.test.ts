import { describe, expect, it } from 'vitest';
import { contract, type CallHandlers, type PostHandlers, type PostValue } from '../../../src/shared/ipc/contract.ts';
import { createLog } from '../../../src/shared/log.ts';
import { createAnswerer } from '../../../src/shell/answer.ts';
import { appAddress, isOwnPage } from '../../../src/shell/app-address.ts';
import { refusingCalls } from '../../fakes/refusing-calls.ts';

const ownPage = { url: appAddress, isMainFrame: true };

function setUp() {
  const lines: string[] = [];
  const logins: string[] = [];
  const cameras: PostValue<'vision.camera'>[] = [];
  const calls: CallHandlers = {
    ...refusingCalls(),
    'admin.state': async () => {
      throw new Error('worker Zhang San was not found');
    },
    'admin.login': async ({ pin }) => {
      logins.push(pin);
      return { kind: 'open', session: 's1' };
    },
  };
  const posts: PostHandlers = {
    'vision.observed': () => undefined,
    'vision.code': () => undefined,
    'vision.camera': (report) => cameras.push(report),
    'vision.ready': () => {
      throw new Error('a broken handler');
    },
    'vision.failed': () => undefined,
    'page.alive': () => undefined,
  };
  const log = createLog(
    (line) => lines.push(line),
    () => new Date(0),
  );
  return { lines, logins, cameras, answerer: createAnswerer(contract, calls, posts, { isTrusted: isOwnPage, log }) };
}

describe('answering the page', () => {
  it('answers a call of our own page with what its handler says', async () => {
    const { answerer, logins } = setUp();
    expect(await answerer.call(ownPage, 'admin.login', { pin: '1234' })).toEqual({
      ok: true,
      value: { kind: 'open', session: 's1' },
    });
    expect(logins).toEqual(['1234']);
  });

  it.each([
    ['another site', { url: 'https://example.com/index.html', isMainFrame: true }],
    ['another host of the same scheme', { url: 'app://other/index.html', isMainFrame: true }],
    ['a host that begins like ours', { url: 'app://terminal.example/index.html', isMainFrame: true }],
    ['a user part that looks like our host', { url: 'app://terminal@evil/index.html', isMainFrame: true }],
    ['a user part before our host', { url: 'app://evil@terminal/index.html', isMainFrame: true }],
    ['a frame inside our page', { url: appAddress, isMainFrame: false }],
    ['a frame that has gone', { url: '', isMainFrame: false }],
  ])('refuses a call from %s and does not run its handler', async (_what, sender) => {
    const { answerer, logins } = setUp();
    expect(await answerer.call(sender, 'admin.login', { pin: '1234' })).toEqual({ ok: false, code: 'ipc.rejected' });
    expect(logins).toEqual([]);
  });

  it.each(['admin.everything', 'gate.view', 'vision.camera', 'toString', '__proto__', 7, null])(
    'refuses a call named %j',
    async (name) => {
      expect(await setUp().answerer.call(ownPage, name, {})).toEqual({ ok: false, code: 'ipc.rejected' });
    },
  );

  it.each([undefined, {}, { pin: 1234 }, 'pin'])('refuses the input %j, which does not fit', async (input) => {
    const { answerer, logins } = setUp();
    expect(await answerer.call(ownPage, 'admin.login', input)).toEqual({ ok: false, code: 'ipc.rejected' });
    expect(logins).toEqual([]);
  });

  it('answers the code of a fault, and `internal.bug` for any other error', async () => {
    const { answerer } = setUp();
    expect(await answerer.call(ownPage, 'admin.logout', { session: 's' })).toEqual({ ok: false, code: 'admin.unauthorised' });
    expect(await answerer.call(ownPage, 'admin.state', {})).toEqual({ ok: false, code: 'internal.bug' });
  });

  it('logs neither the text of an error nor a name that a stranger made up', async () => {
    const { answerer, lines } = setUp();
    await answerer.call(ownPage, 'admin.state', {});
    await answerer.call(ownPage, 'Li Si was here', {});
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/Zhang San|Li Si/);
  });

  it('takes a post of our own page, parsed, and ignores one that does not fit or comes from elsewhere', () => {
    const { answerer, cameras } = setUp();
    const report = { role: 'visible', state: 'ok', detail: null };
    answerer.post(ownPage, 'vision.camera', { ...report, extra: 1 });
    answerer.post(ownPage, 'vision.camera', { ...report, state: 'splendid' });
    answerer.post({ url: 'https://example.com/', isMainFrame: true }, 'vision.camera', report);
    expect(cameras).toEqual([report]);
  });

  it('outlives a handler of a post that throws, and logs it', () => {
    const { answerer, lines } = setUp();
    answerer.post(ownPage, 'vision.ready', { backend: 'wasm', warmUpMs: 1 });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ event: 'handlerFailed', name: 'vision.ready' }]);
  });
});
