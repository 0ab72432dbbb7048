import { describe, expect, it } from 'vitest';
import { canConfirm, startPin, stepPin, type PinEntry } from '../../../renderer/admin/pin-entry.ts';

const type = (entry: PinEntry, digits: string): PinEntry =>
  [...digits].reduce((before, digit) => stepPin(before, { kind: 'digit', digit }), entry);
const confirm = (entry: PinEntry): PinEntry => stepPin(entry, { kind: 'confirm' });

describe('the PIN page', () => {
  it('asks main only after the first visit has entered the same PIN twice', () => {
    const once = confirm(type(startPin(false), '135790'));
    expect(once).toMatchObject({ step: 'repeat', digits: '', notice: { kind: 'none' } });
    expect(confirm(type(once, '135790'))).toMatchObject({ step: 'repeat', digits: '135790', notice: { kind: 'waiting' } });
  });

  it('begins anew when the two differ', () => {
    const differing = confirm(type(confirm(type(startPin(false), '135790')), '135791'));
    expect(differing).toEqual({ step: 'choose', digits: '', chosen: '', notice: { kind: 'different' } });
  });

  it('does not take a new PIN that is too short', () => {
    const short = type(startPin(false), '135');
    expect(canConfirm(short)).toBe(false);
    expect(confirm(short)).toEqual(short);
  });

  it('takes no digits while main is asked, and clears them after a refusal', () => {
    const waiting = confirm(type(startPin(true), '135790'));
    expect(type(waiting, '1').digits).toBe('135790');
    expect(stepPin(waiting, { kind: 'wrong', triesLeft: 2 })).toMatchObject({
      digits: '',
      notice: { kind: 'wrong', triesLeft: 2 },
    });
  });

  it('erases the last digit', () => {
    expect(stepPin(type(startPin(true), '12'), { kind: 'erase' }).digits).toBe('1');
  });
});
