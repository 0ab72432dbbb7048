import { faultCodes, type FaultCode } from '../fault.ts';
import type { Catalogue, TextKey } from './catalogue.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';
import { firstLaneKey, secondLaneArea } from '../lanes.ts';

export type { TextKey } from './catalogue.ts';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** Values for the `{name}` places of a text. */
export type TextParams = Readonly<Record<string, string | number>>;

/** All texts of a catalogue under their flat keys. */
export function flatten(catalogue: Catalogue): ReadonlyMap<string, string> {
  const flat = new Map<string, string>(Object.entries(catalogue.screen));
  for (const [area, states] of Object.entries(catalogue.status)) {
    for (const [state, [what, means, todo]] of Object.entries(states)) {
      flat.set(`status.${area}.${state}`, what);
      flat.set(`status.${area}.${state}.means`, means);
      flat.set(`status.${area}.${state}.do`, todo);
    }
  }
  // What a lane's states are called they are called on either lane; only the area's name tells which.
  for (const [key, words] of [...flat]) {
    const [kind = '', area = '', ...rest] = key.split('.');
    const second = kind === 'status' || kind === 'area' ? secondLaneArea(area) : null;
    if (second === null) continue;
    const ofSecond = kind === 'area' ? catalogue.screen['lane.of2'].replace('{what}', words) : words;
    flat.set([kind, second, ...rest].join('.'), ofSecond);
  }
  for (const [code, [what, todo]] of Object.entries(catalogue.faults)) {
    flat.set(`fault.${code}`, what);
    flat.set(`fault.${code}.do`, todo);
  }
  return flat;
}

const flat: Readonly<Record<Language, ReadonlyMap<string, string>>> = { zh: flatten(zh), en: flatten(en) };

const fill = (words: string, params: TextParams): string =>
  words.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));

/** The words for `key`; `{places}` are filled from `params`. */
export function text(language: Language, key: TextKey, params: TextParams = {}): string {
  return fill(flat[language].get(key) ?? key, params);
}

export interface StateText {
  readonly what: string;
  /** What it means for the gate. */
  readonly means: string;
  readonly todo: string;
}

/** The three parts for a state as `Status` carries it; a state of a newer version is named by its key. */
export function stateText(language: Language, area: string, state: string): StateText {
  const key = `status.${area}.${state}`;
  const part = (suffix: string, otherwise: TextKey): string => flat[language].get(key + suffix) ?? text(language, otherwise);
  return { what: flat[language].get(key) ?? key, means: part('.means', 'state.unknown'), todo: part('.do', 'state.unknown.do') };
}

/** What an area is called; an area of a newer version is named by its key. */
export const areaText = (language: Language, area: string): string => flat[language].get(`area.${area}`) ?? area;

const isFaultCode = (code: string): code is FaultCode => faultCodes.some((known) => known === code);

/** What happened and what to do, for a fault's code; any other code counts as `internal.bug`. */
export function faultText(language: Language, code: string): { readonly what: string; readonly todo: string } {
  const known: FaultCode = isFaultCode(code) ? code : 'internal.bug';
  return { what: text(language, `fault.${known}`), todo: text(language, `fault.${known}.do`) };
}

/** What is said of an audit entry; an action of a newer version is named by its code. */
export const actionText = (language: Language, action: string): string => flat[language].get(`action.${action}`) ?? action;

/** Who did it; an actor of a newer version is named by its code. */
export function actorText(language: Language, actor: string): string {
  // Whoever came from the network is named with his address.
  const [kind = '', ...address] = actor.split(' ');
  const words = flat[language].get(`actor.${kind}`);
  return words === undefined ? actor : [words, ...address].join(' ');
}

/** What a refused copy looked like; a kind of a newer version is named by its code. */
export const takenForText = (language: Language, kind: string): string => flat[language].get(`takenFor.${kind}`) ?? kind;

/** What a liveness cue looks at; one of a newer version is named by its code. */
export const cueText = (language: Language, cue: string): string => flat[language].get(`cue.${cue}`) ?? cue;

/** What a cue saw, or which way it leans where a newer version saw something else. */
export const cueWhyText = (language: Language, { reason, score }: { readonly reason: string; readonly score: number }): string =>
  flat[language].get(`why.${reason}`) ?? leanText(language, score);

/** What a refusal's detail says, be it a hint, a state of a camera or what a check found; else the detail as it stands. */
export const detailText = (language: Language, detail: string): string =>
  ['hint', 'status', 'why'].map((kind) => flat[language].get(`${kind}.${detail}`)).find((words) => words !== undefined) ?? detail;

/** Which way a cue's score (natural log-likelihood ratio, above 0: living) leans, and how much. */
export function leanText(language: Language, score: number): string {
  if (Math.abs(score) <= 1) return text(language, 'lean.none');
  if (score < 0) return text(language, score < -3 ? 'lean.copy' : 'lean.towardsCopy');
  return text(language, score > 3 ? 'lean.living' : 'lean.towardsLiving');
}

/** What a group of settings is called; one of a newer version is named by its key. */
export function groupText(language: Language, group: string): string {
  const words = flat[language].get(`group.${group}`);
  if (words !== undefined) return words;
  const ofFirst = flat[language].get(`group.${firstLaneKey(group)}`);
  return ofFirst === undefined ? group : text(language, 'lane.of2', { what: ofFirst });
}

/** What one choice of a setting is called; one of a newer version is named as in the file. */
export const choiceText = (language: Language, key: string, value: string): string =>
  flat[language].get(`choice.${firstLaneKey(key)}.${value}`) ?? value;
