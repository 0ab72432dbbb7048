/** Notices that a face which the page still follows has become another person's: the page took its picture before. */
export class PersonChange {
  #face: number | null = null;
  #person: number | null = null;

  /** `face`: as the page counts; `person`: as the recogniser does. */
  isOther(face: number, person: number): boolean {
    const isOther = face === this.#face && person !== this.#person;
    this.#face = face;
    this.#person = person;
    return isOther;
  }
}
