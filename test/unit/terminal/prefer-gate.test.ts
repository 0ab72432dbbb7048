import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { preferGate, type Priorities } from '../../../src/terminal/prefer-gate.ts';

function system(niceness: number, platform = 'linux', mayRaise = true): Priorities & { now: number } {
  return {
    now: niceness,
    platform,
    get() {
      return this.now;
    },
    set(wanted) {
      if (!mayRaise && wanted < this.now) throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
      this.now = wanted;
    },
  };
}

describe('the thread that decides', () => {
  it('stands before the others, and never before what the system allows', () => {
    const [usual, service, highest] = [system(0), system(-5), system(-18)];
    for (const one of [usual, service, highest]) preferGate(silentLog, one);
    expect([usual.now, service.now, highest.now]).toEqual([-5, -10, -20]);
  });

  it('steps back before the program starts itself anew, so that it does not come to stand further ahead each time', () => {
    const one = system(0);
    for (let start = 0; start < 3; start += 1) {
      const stepBack = preferGate(silentLog, one);
      expect(one.now).toBe(-5);
      stepBack();
    }
    expect(one.now).toBe(0);
  });

  it('stays where it is when the user may not raise it, and where niceness is of whole processes', () => {
    const [forbidden, elsewhere] = [system(0, 'linux', false), system(0, 'darwin')];
    preferGate(silentLog, forbidden)();
    preferGate(silentLog, elsewhere)();
    expect([forbidden.now, elsewhere.now]).toEqual([0, 0]);
  });
});
