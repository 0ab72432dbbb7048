import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../shared/fault.ts';
import type { JsonObject, JsonValue } from './json-file.ts';

/**
 * The file that carries settings from one terminal to many, and that a technician writes by hand to provision one. It has
 * the shape of the configuration file below `settings`; a file that settings name travels in `files`; what is secret stands
 * in `sealed`, behind a passphrase.
 */
const KIND = 'site-gate-terminal settings';
const VERSION = 1;
/** Far more than every setting and certificate together, bytes. */
export const MOST_SETTINGS_BYTES = 1024 * 1024;
/** Characters that a passphrase has at least. */
export const LEAST_PASSPHRASE = 8;

const cipherName = 'aes-256-gcm';
const tagBytes = 16;
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'expected base64');
const Json: z.ZodType<JsonValue> = z.json();
const Tree: z.ZodType<JsonObject> = z.record(z.string(), Json);

const EmbeddedFile = z.strictObject({
  /** Without a folder. */
  name: z.string().regex(/^[^/\\\0]{1,120}$/, 'expected a name without folders'),
  base64,
});
export type EmbeddedFile = z.infer<typeof EmbeddedFile>;

/** Network and clock of the system, which no setting holds; written by hand, never exported: one terminal's are not another's. */
const System = z.strictObject({
  /** A cable needs no device: the first one is taken. */
  network: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('automatic') }),
      z.strictObject({
        kind: z.literal('fixed'),
        address: z.string(),
        gateway: z.string(),
        dns: z.array(z.string()).default([]),
      }),
      z.strictObject({ kind: z.literal('wifi'), ssid: z.string(), password: z.string().default('') }),
      z.strictObject({ kind: z.literal('mobile'), apn: z.string() }),
    ])
    .optional(),
  /** `Asia/Shanghai` */
  timeZone: z.string().max(64).optional(),
  timeServer: z.string().max(253).optional(),
});
export type SystemContent = z.infer<typeof System>;

/** By the key of the setting that names the file. */
const Files = z.record(z.string(), EmbeddedFile);

const Content = z.strictObject({ settings: Tree.default({}), files: Files.default({}) });
/** What a file says of settings: a tree as in the configuration, and the files that it names. */
export type SettingsContent = z.infer<typeof Content>;

/** Costs are bounded: a file must not make a terminal compute for minutes. */
const Sealed = z.strictObject({
  cipher: z.literal(cipherName),
  kdf: z.literal('argon2id'),
  memoryKb: z.number().int().min(8_192).max(262_144),
  passes: z.number().int().min(1).max(10),
  salt: base64.min(16),
  nonce: base64.min(16),
  tag: base64.min(16),
  data: base64,
});
export type Sealed = z.infer<typeof Sealed>;

const SettingsFile = Content.extend({
  kind: z.literal(KIND),
  version: z.number().int().min(1),
  /** Version of the terminal that wrote it; for people. */
  madeBy: z.string().max(64).optional(),
  system: System.optional(),
  sealed: Sealed.optional(),
});
export type SettingsFile = z.infer<typeof SettingsFile>;

/** How a passphrase becomes a key of 32 bytes (argon2id, one lane); it takes about a second and belongs in a thread. */
export type DeriveKey = (
  passphrase: string,
  cost: Pick<Sealed, 'memoryKb' | 'passes'> & { readonly salt: Uint8Array },
) => Promise<Uint8Array>;

/** 64 MiB and 3 passes: RFC 9106, section 4, second recommended option, on one lane. */
const cost = { memoryKb: 65_536, passes: 3 } as const;

/** Reads a file of settings. Throws `settings.fileUnreadable` naming the key, `settings.fileNewer`; never quotes a value. */
export function parseSettingsFile(text: string): SettingsFile {
  const value = parseJson(text);
  const parsed = SettingsFile.safeParse(value);
  const version = z.object({ kind: z.literal(KIND), version: z.number() }).safeParse(value);
  if (version.success && version.data.version > VERSION) {
    throw new Fault(
      'settings.fileNewer',
      `the file is of form ${String(version.data.version)}; this terminal reads ${String(VERSION)}`,
    );
  }
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  const key = issue?.code === 'unrecognized_keys' ? [path, issue.keys[0]].filter(Boolean).join('.') : path;
  const what = issue?.code === 'unrecognized_keys' ? 'is not known' : 'is missing or wrong';
  throw new Fault('settings.fileUnreadable', `not a file of settings: "${key}" ${what}`);
}

function parseJson(text: string): unknown {
  if (text.length > MOST_SETTINGS_BYTES) throw new Fault('settings.fileUnreadable', 'not a file of settings: it is too long');
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    // The parser's message quotes the file, which may hold secrets: only the place is told.
    const place = error instanceof Error ? (/\(line \d+ column \d+\)/.exec(error.message)?.[0] ?? '') : '';
    throw new Fault('settings.fileUnreadable', `not a file of settings: not valid JSON ${place}`.trim());
  }
}

/** The file's text. `secrets` are sealed when there is a passphrase, else left out. Throws `settings.passphraseShort`. */
export async function settingsFileText(
  open: SettingsContent,
  secrets: { readonly content: SettingsContent; readonly passphrase: string; readonly derive: DeriveKey } | null,
  madeBy: string,
): Promise<string> {
  const head = { kind: KIND, version: VERSION, madeBy, ...open } as const;
  const file = secrets === null ? head : { ...head, sealed: await seal(head, secrets) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

async function seal(
  head: SettingsContent,
  { content, passphrase, derive }: { content: SettingsContent; passphrase: string; derive: DeriveKey },
): Promise<Sealed> {
  if (passphrase.length < LEAST_PASSPHRASE) {
    throw new Fault('settings.passphraseShort', `a passphrase has at least ${String(LEAST_PASSPHRASE)} characters`);
  }
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv(cipherName, await derive(passphrase, { ...cost, salt }), nonce, { authTagLength: tagBytes });
  cipher.setAAD(bindingOf(head));
  const data = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  const text = (bytes: Buffer): string => bytes.toString('base64');
  const shut = { salt: text(salt), nonce: text(nonce), tag: text(cipher.getAuthTag()), data: text(data) };
  return { cipher: cipherName, kdf: 'argon2id', ...cost, ...shut };
}

/** The secrets of a file. Throws `settings.wrongPassphrase` also when anything of the file was changed since it was sealed. */
export async function openSealed(file: SettingsFile, passphrase: string, derive: DeriveKey): Promise<SettingsContent> {
  const { sealed } = file;
  if (sealed === undefined) return { settings: {}, files: {} };
  const { memoryKb, passes } = sealed;
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  const key = await derive(passphrase, { memoryKb, passes, salt: bytes(sealed.salt) });
  try {
    const decipher = createDecipheriv(cipherName, key, bytes(sealed.nonce), { authTagLength: tagBytes });
    decipher.setAAD(bindingOf(file));
    decipher.setAuthTag(bytes(sealed.tag));
    const plain = Buffer.concat([decipher.update(bytes(sealed.data)), decipher.final()]);
    return Content.parse(JSON.parse(plain.toString('utf8')));
  } catch (error) {
    throw new Fault('settings.wrongPassphrase', 'the secrets do not open with this passphrase', { cause: error });
  }
}

/** The secrets go only with the addresses that they were sealed with; how the file is indented does not matter. */
const bindingOf = ({ settings, files }: SettingsContent): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([KIND, settings, files]))
    .digest();
