import { z } from 'zod';
import { SettingsFileOutcome, SettingsFileView } from '../settings.ts';
import { call, Session } from './parts.ts';

const Token = z.string().max(64);
const Passphrase = z.string().max(128);

/** The admin side's calls about settings that go from terminal to terminal. */
export const settingsFileCalls = {
  /** Files of settings on the sticks that are there; a token stands for one until the next list. */
  'settingsFile.list': call(
    Session,
    z.object({ files: z.array(z.object({ token: z.string(), name: z.string(), stick: z.string() })) }),
  ),
  /**
   * What the file would do here; nothing is written. Rejects with `settings.fileUnreadable`, `settings.fileNewer`,
   * `settings.wrongPassphrase`, `export.stickGone`, `config.demo`.
   */
  'settingsFile.read': call(Session.extend({ token: Token, passphrase: Passphrase.nullable() }), SettingsFileView),
  /** Does what was last read under this token, be the stick still there or not: the settings whole, or not at all. */
  'settingsFile.apply': call(Session.extend({ token: Token }), SettingsFileOutcome),
  /**
   * Writes this terminal's settings to a stick, or with null into its own folder. With secrets they are sealed, and the PIN
   * was entered again. Rejects with `settings.passphraseShort`, `export.stickGone`, `export.failed`, `config.invalid`.
   */
  'settingsFile.write': call(
    Session.extend({
      stick: z.string().max(128).nullable(),
      secrets: z.object({ passphrase: Passphrase, confirmation: z.string() }).nullable(),
    }),
    z.object({ fileName: z.string(), stick: z.string().nullable() }),
  ),
} as const;
