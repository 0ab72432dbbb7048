import { isObject, type Json } from '../tolerant-json.ts';
import { removalKinds, type RemovalKind } from './dictionaries.ts';

/**
 * One person of a task (5.3.2), told by its content: the document contradicts itself about the task's number.
 * `add` without photograph: none came along. `remove` with kind null: a `delType` that is not in the document.
 */
export type TaskEntry =
  | { readonly kind: 'add'; readonly userId: string; readonly name: string; readonly photograph: Uint8Array | null }
  | { readonly kind: 'remove'; readonly userId: string; readonly name: string; readonly removal: RemovalKind | null }
  | { readonly kind: 'invalid'; readonly userId: string | null };

export function readTaskEntry(value: Json): TaskEntry {
  if (!isObject(value)) return { kind: 'invalid', userId: null };
  const userId = textOf(value['userId']);
  if (userId === null) return { kind: 'invalid', userId: null };
  const name = (textOf(value['name']) ?? '').trim();
  const delType = textOf(value['delType']);
  // 0 is what some servers write for a number that is not there.
  if (delType !== null && Number(delType) !== 0) return { kind: 'remove', userId, name, removal: removalOf(delType) };
  if (name === '') return { kind: 'invalid', userId };
  const photo = textOf(value['photo']);
  return { kind: 'add', userId, name, photograph: photo === null ? null : bytesOf(photo) };
}

/** A string or a bare number as text; null when there is nothing in it. */
export function textOf(value: Json | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

function removalOf(delType: string): RemovalKind | null {
  return Object.values(removalKinds).find((kind) => kind === Number(delType)) ?? null;
}

/** Base64, bare or as a data URL. What is none gives bytes that are no picture. */
function bytesOf(photo: string): Uint8Array {
  const comma = photo.startsWith('data:') ? photo.indexOf(',') : -1;
  // A copy with memory of its own can be handed from thread to thread.
  return new Uint8Array(Buffer.from(photo.slice(comma + 1), 'base64'));
}
