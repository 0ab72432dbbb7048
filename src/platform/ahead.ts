/** Does `work` for up to `width` items ahead of the one that is being used; results come in the order of the items. */
export async function* ahead<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const started: Promise<R>[] = [];
  let next = 0;
  for (let used = 0; used < items.length; used += 1) {
    for (const item of items.slice(next, used + width)) {
      const promise = work(item);
      // Awaited later; until then a failure is not unhandled.
      promise.catch(() => undefined);
      started.push(promise);
    }
    next = Math.max(next, Math.min(used + width, items.length));
    const result = started[used];
    if (result !== undefined) yield await result;
  }
}
