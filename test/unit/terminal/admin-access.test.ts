import { beforeEach, describe, expect, it } from 'vitest';
import { AdminAccess } from '../../../src/terminal/admin-access.ts';

const PIN = '246810';
let nowMs: number;
let hash: string | null;
let noted: string[];

const access = (): AdminAccess =>
  new AdminAccess({
    pin: {
      hash: () => hash,
      save: async (made) => {
        hash = made;
      },
    },
    clock: { now: () => nowMs, monotonic: () => nowMs },
    note: (action) => void noted.push(action),
  });

beforeEach(() => {
  nowMs = 1_000_000;
  hash = null;
  noted = [];
});

/** The PIN is set, a session open. */
async function opened(): Promise<{ readonly admin: AdminAccess; readonly session: string }> {
  const admin = access();
  const { session } = await admin.setPin(PIN);
  return { admin, session };
}
const confirmationOf = async (admin: AdminAccess, session: string): Promise<string> => {
  const answer = await admin.confirm(session, PIN);
  if (answer.kind !== 'confirmed') throw new Error(`it was ${answer.kind}`);
  return answer.confirmation;
};

it('of two first PINs that come at once the second is refused', async () => {
  const admin = access();
  const both = await Promise.allSettled([admin.setPin(PIN), admin.setPin('135790')]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect((await admin.login(PIN)).kind).toBe('open');
});

describe('a confirmation', () => {
  it('counts for one act and not for a second', async () => {
    const { admin, session } = await opened();
    const confirmation = await confirmationOf(admin, session);
    admin.requireConfirmed(session, confirmation);
    expect(() => admin.requireConfirmed(session, confirmation)).toThrow('[admin.unconfirmed]');
  });

  it('does not count in another session, nor after a minute', async () => {
    const { admin, session } = await opened();
    const login = await admin.login(PIN);
    const other = login.kind === 'open' ? login.session : '';
    const mine = await confirmationOf(admin, session);
    expect(() => admin.requireConfirmed(other, mine)).toThrow('[admin.unconfirmed]');
    const late = await confirmationOf(admin, session);
    nowMs += 60_001;
    expect(() => admin.requireConfirmed(session, late)).toThrow('[admin.unconfirmed]');
  });

  it('is not given for a wrong PIN, and wrong PINs count towards the lock', async () => {
    const { admin, session } = await opened();
    expect(await admin.confirm(session, '111111')).toEqual({ kind: 'wrong', triesLeft: 4 });
    for (let n = 0; n < 4; n += 1) await admin.confirm(session, '111111');
    expect(await admin.login(PIN)).toEqual({ kind: 'locked', untilMs: nowMs + 30_000 });
    expect(noted).toEqual(['pin.set', ...Array<string>(5).fill('admin.wrongPin')]);
  });
});

describe('the way in', () => {
  it('of one side stays open while guessing locks the other', async () => {
    const { admin } = await opened();
    const remote = access();
    for (let n = 0; n < 5; n += 1) await remote.login('999999');
    expect((await remote.login(PIN)).kind).toBe('locked');
    expect((await admin.login(PIN)).kind).toBe('open');
  });

  it('takes the new PIN after a change and no longer the old one', async () => {
    const { admin, session } = await opened();
    await admin.changePin(session, await confirmationOf(admin, session), '135790');
    expect((await admin.login(PIN)).kind).toBe('wrong');
    expect((await admin.login('135790')).kind).toBe('open');
  });

  it('closes a session that nobody used for three minutes', async () => {
    const { admin, session } = await opened();
    nowMs += 179_000;
    admin.require(session);
    nowMs += 180_001;
    expect(() => admin.require(session)).toThrow('[admin.unauthorised]');
  });
});
