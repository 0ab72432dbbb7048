import { z } from 'zod';
import { readJson, replaceFile, type FilePort } from '../launcher/file-port.ts';
import { placesIn } from '../launcher/places.ts';
import { Fault } from '../shared/fault.ts';
import type { Manifest } from './package/manifest.ts';
import { readPublicKey, type PublicKey } from './package/signify-key.ts';

const KEYS_FILE = 'keys.json';

/** What versions that were healthy brought along. */
const KeyNotes = z.object({ trusted: z.array(z.string()), retired: z.array(z.string()) });
type KeyNotes = z.infer<typeof KeyNotes>;

export interface KeyPlace {
  readonly files: FilePort;
  readonly dataDir: string;
  /** Of the configuration. */
  readonly publicKeyFile: string | null;
}

/**
 * The configured key and those that healthy versions brought along, without those that were retired.
 * @throws Fault `update.noKey`, `update.keyUnreadable`
 */
export function trustedKeys(place: KeyPlace): readonly PublicKey[] {
  const keys = keysWith(place, readNotes(place));
  if (keys.length === 0) throw new Fault('update.noKey', 'no public key is configured (update.publicKeyFile)');
  return keys;
}

/** Whether a package leaves a key that is trusted. @throws Fault `update.keysWrong` */
export function requireKeysLeft(place: KeyPlace, manifest: Manifest): void {
  try {
    if (keysWith(place, notesWith(readNotes(place), manifest)).length > 0) return;
  } catch (error) {
    throw new Fault('update.keysWrong', 'the package brings a key that cannot be read', { cause: error });
  }
  throw new Fault('update.keysWrong', 'the package would leave no key that is trusted');
}

/** The version is healthy: what it says of keys holds from now on. */
export function takeKeys(place: KeyPlace, manifest: Manifest): void {
  const before = readNotes(place);
  const after = notesWith(before, manifest);
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  replaceFile(place.files, placesIn(place.dataDir).folder, KEYS_FILE, JSON.stringify(after));
}

function keysWith({ files, publicKeyFile }: KeyPlace, { trusted, retired }: KeyNotes): PublicKey[] {
  const configured = publicKeyFile === null ? null : files.read(publicKeyFile);
  if (publicKeyFile !== null && configured === null) {
    throw new Fault('update.keyUnreadable', `the key file ${publicKeyFile} is not there`);
  }
  const texts = [...(configured === null ? [] : [new TextDecoder().decode(configured)]), ...trusted];
  return texts.map(readPublicKey).filter(({ number }) => !retired.includes(number));
}

function notesWith({ trusted, retired }: KeyNotes, { trustKeys, retireKeys }: Manifest): KeyNotes {
  return { trusted: [...new Set([...trusted, ...trustKeys])], retired: [...new Set([...retired, ...retireKeys])] };
}

function readNotes({ files, dataDir }: KeyPlace): KeyNotes {
  const parsed = KeyNotes.safeParse(readJson(files, `${placesIn(dataDir).folder}/${KEYS_FILE}`));
  return parsed.success ? parsed.data : { trusted: [], retired: [] };
}
