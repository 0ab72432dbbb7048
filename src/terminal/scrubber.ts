/** What stands where something personal or secret stood. */
export const MASK = '***';

const word = /[A-Za-z0-9_-]{2,}/g;
const han = /\p{Script=Han}[\p{Script=Han}·]*/gu;
/** Identity card numbers and mobile numbers, whoever's they are. */
const numbers = /(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)/g;

/**
 * Takes names, ids and secrets out of a text: the second line of defence behind logs that never hold them. `ids` and Latin
 * names are found as whole words, Chinese names also within other words, secrets wherever they stand.
 */
export class Scrubber {
  readonly #words: ReadonlySet<string>;
  readonly #names: ReadonlySet<string>;
  readonly #longest: number;
  readonly #secrets: readonly string[];

  constructor({ names, ids, secrets }: Readonly<Record<'names' | 'ids' | 'secrets', readonly string[]>>) {
    this.#names = new Set(names.filter((name) => [...name].length > 1));
    this.#longest = Math.max(0, ...[...this.#names].map((name) => [...name].length));
    this.#words = new Set([...ids, ...names.flatMap((name) => name.match(word) ?? [])]);
    // A short one would blank half the text, and is no secret.
    this.#secrets = secrets.filter((secret) => secret.length >= 4);
  }

  clean(text: string): string {
    const plain = this.#secrets.reduce((left, secret) => left.replaceAll(secret, MASK), text);
    return plain
      .replace(numbers, MASK)
      .replace(word, (found) => (this.#words.has(found) ? MASK : found))
      .replace(han, (found) => this.#withoutNames(found));
  }

  #withoutNames(run: string): string {
    const characters = [...run];
    let clean = '';
    for (let at = 0; at < characters.length;) {
      const length = this.#nameAt(characters, at);
      clean += length > 0 ? MASK : (characters[at] ?? '');
      at += Math.max(1, length);
    }
    return clean;
  }

  /** Characters of the longest name that begins there; 0: none does. */
  #nameAt(characters: readonly string[], at: number): number {
    for (let length = Math.min(this.#longest, characters.length - at); length > 1; length--) {
      if (this.#names.has(characters.slice(at, at + length).join(''))) return length;
    }
    return 0;
  }
}
