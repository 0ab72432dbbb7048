import { unwrapText, type Json } from '../tolerant-json.ts';

/** More pictures of one person are not fetched. */
const mostUrls = 5;

/**
 * `imgUrls` of a person: an array, JSON text of one, or URLs with commas between them; relative ones are meant from `base`. Null in the list: an
 * entry that is no address. Empty: none came, which says nothing about those that are there.
 */
export function readImgUrls(value: Json | undefined, base: string): readonly (URL | null)[] {
  const read = unwrapText(value);
  if (read === null || read === undefined || read === '') return [];
  const entries = Array.isArray(read) ? (read as readonly Json[]) : typeof read === 'string' ? listed(read) : [read];
  return entries
    .filter((entry) => entry !== null && entry !== '')
    .slice(0, mostUrls)
    .map((entry) => (typeof entry === 'string' && URL.canParse(entry, base) ? new URL(entry, base) : null));
}

/** A comma is a separator only before another address: it may be part of one too. */
const listed = (text: string): readonly string[] => text.split(/,(?=\s*https?:)/i).map((part) => part.trim());
