import { describe, expect, it } from 'vitest';
import { actionText, areaText, faultText, stateText, text } from '../../../src/shared/texts/texts.ts';

describe('text', () => {
  it('fills in values and leaves a place without a value visible', () => {
    expect(text('en', 'kiosk.barredBecause', { reason: 'training' })).toBe('Not allowed: training');
    expect(text('en', 'kiosk.barredBecause')).toBe('Not allowed: {reason}');
  });

  it('does not fill in places that a value brings along', () => {
    expect(text('en', 'kiosk.waiting', { what: '{count}', count: 3 })).toBe('{count}, 3 to send');
  });

  it('says the three parts of a state', () => {
    expect(stateText('zh', 'gate', 'notAnswering')).toEqual({
      what: text('zh', 'status.gate.notAnswering'),
      means: text('zh', 'status.gate.notAnswering.means'),
      todo: text('zh', 'status.gate.notAnswering.do'),
    });
  });

  it('names what only a newer version knows by its key', () => {
    expect(stateText('en', 'gate', 'melted').what).toBe('status.gate.melted');
    expect(areaText('en', 'moon')).toBe('moon');
    expect(actionText('en', 'moon.landed')).toBe('moon.landed');
  });

  it('calls a code that is no fault a mistake of the program', () => {
    expect(faultText('en', 'no.such.code')).toEqual(faultText('en', 'internal.bug'));
    expect(faultText('en', 'relay.timeout')).not.toEqual(faultText('en', 'internal.bug'));
  });
});
