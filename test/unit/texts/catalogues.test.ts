import { describe, expect, it } from 'vitest';
import { codeRefusals } from '../../../src/hardware/qr/verify-code.ts';
import { challengeActions } from '../../../src/shared/challenge.ts';
import { faultCodes } from '../../../src/shared/fault.ts';
import { refusalReasons } from '../../../src/shared/gate-view.ts';
import { hints } from '../../../src/shared/hint.ts';
import { areaStates } from '../../../src/shared/status.ts';
import { en } from '../../../src/shared/texts/en.ts';
import { flatten } from '../../../src/shared/texts/texts.ts';
import { zh } from '../../../src/shared/texts/zh.ts';

const catalogues = { zh: flatten(zh), en: flatten(en) };
const placesOf = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted();
const isChinese = /\p{Script=Han}/u;
/** Words that are the same in every language. */
const sameEverywhere = ['cameras.size'];

const required = [
  ...Object.entries(areaStates).flatMap(([area, states]) => [
    `area.${area}`,
    ...states.flatMap((state) => ['', '.means', '.do'].map((part) => `status.${area}.${state}${part}`)),
  ]),
  ...hints.map((hint) => `hint.${hint}`),
  ...challengeActions.map((action) => `challenge.${action}`),
  ...refusalReasons.map((reason) => `refusal.${reason}`),
  ...refusalReasons.map((reason) => `reason.${reason}`),
  // A text of somebody else is nobody's attempt.
  ...codeRefusals.filter((why) => why !== 'notOurs').map((why) => `why.${why}`),
  ...['opened', 'notAnswering', 'unknown'].map((outcome) => `opening.${outcome}`),
  ...faultCodes.flatMap((code) => [`fault.${code}`, `fault.${code}.do`]),
];

describe('the catalogues', () => {
  it('have the same keys in both languages', () => {
    expect([...catalogues.en.keys()].toSorted()).toEqual([...catalogues.zh.keys()].toSorted());
  });

  it.each(['zh', 'en'] as const)('have words for every state, hint, move, refusal, outcome and fault (%s)', (language) => {
    expect(required.filter((key) => (catalogues[language].get(key) ?? '').trim() === '')).toEqual([]);
  });

  it('name the same values in both languages', () => {
    const differing = [...catalogues.zh].filter(
      ([key, words]) => placesOf(words).join() !== placesOf(catalogues.en.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it('are Chinese in Chinese and not in English', () => {
    const texts = [...catalogues.zh].filter(([key]) => !sameEverywhere.includes(key));
    expect(texts.filter(([, words]) => !isChinese.test(words))).toEqual([]);
    expect([...catalogues.en].filter(([, words]) => isChinese.test(words))).toEqual([]);
  });

  it('keep what stands on a state mark short', () => {
    const marks = Object.entries(areaStates).flatMap(([area, states]) => states.map((state) => `status.${area}.${state}`));
    expect(marks.filter((key) => (catalogues.zh.get(key) ?? '').length > 10)).toEqual([]);
    expect(marks.filter((key) => (catalogues.en.get(key) ?? '').length > 24)).toEqual([]);
  });
});
