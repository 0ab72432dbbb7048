import type { Value } from './database.ts';

/** Which part of a list is wanted. */
export interface Page {
  /** Only rows with a greater id. With this bound alone the list is oldest first, so that a reader can follow on. */
  readonly afterId?: number;
  /** Only rows with a smaller id. */
  readonly beforeId?: number;
  /** At most so many rows. */
  readonly limit: number;
}

/** The end of a SELECT for a page of rows ordered by `id`, newest first unless only `afterId` is given, and its values. */
export function pageClause({ afterId, beforeId, limit }: Page): { readonly sql: string; readonly values: readonly Value[] } {
  const order = afterId !== undefined && beforeId === undefined ? 'ASC' : 'DESC';
  return {
    sql: `id > ? AND id < ? ORDER BY id ${order} LIMIT ?`,
    values: [afterId ?? 0, beforeId ?? Number.MAX_SAFE_INTEGER, Math.max(0, Math.trunc(limit))],
  };
}
