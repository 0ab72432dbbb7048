import type { Failure } from './carry-out.ts';

/** Those of a task who could not be taken over. A person who comes twice counts as he came last. */
export class Failures {
  readonly #persons = new Map<string, Failure>();
  readonly #faces = new Map<string, Failure>();

  forget(personId: string): void {
    if (personId === '') return;
    this.#persons.delete(personId);
    this.#faces.delete(personId);
  }

  person(personId: string): void {
    this.#faces.delete(personId);
    this.#persons.set(personId, { personId, errCode: '404_5' });
  }

  face(personId: string, errCode: Failure['errCode']): void {
    this.#faces.set(personId, { personId, errCode });
  }

  lists(): { readonly failedPersons: readonly Failure[]; readonly failedFaces: readonly Failure[] } {
    return { failedPersons: [...this.#persons.values()], failedFaces: [...this.#faces.values()] };
  }
}
