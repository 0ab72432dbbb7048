/**
 * What the platform's list of waiting tasks (5.3.1) says about those that it refuses to talk about: one that the next list
 * does not name any more is over, whatever code it was refused with.
 */
export class PendingTasks {
  /** Refused since the last list. */
  readonly #refused = new Set<string>();
  readonly #over = new Set<string>();

  /** The platform refused this task, for a reason that may pass. */
  refused(taskId: string): void {
    this.#refused.add(taskId);
  }

  /** A whole list, just arrived. */
  listed(taskIds: readonly string[]): void {
    const named = new Set(taskIds);
    for (const taskId of named) this.#over.delete(taskId);
    for (const taskId of this.#refused) if (!named.has(taskId)) this.#over.add(taskId);
    this.#refused.clear();
  }

  /** Whether nothing more is to be done for it. */
  isOver(taskId: string): boolean {
    return this.#over.has(taskId);
  }

  /** It ended: nothing more to remember. */
  forget(taskId: string): void {
    this.#refused.delete(taskId);
    this.#over.delete(taskId);
  }
}
