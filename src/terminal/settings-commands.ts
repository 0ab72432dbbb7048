import { z } from 'zod';
import { SettingProblem, settingTimings, SettingValue } from '../shared/settings.ts';

/** A file of settings as the command line prints it. */
export const SettingsImport = z.object({
  /** `closed`: it holds secrets, and no passphrase was given. */
  secrets: z.enum(['none', 'closed', 'open']),
  /** Secrets by their key alone. */
  changes: z.array(z.object({ key: z.string(), before: SettingValue, after: SettingValue, isSecret: z.boolean() })),
  problems: z.array(SettingProblem),
  timing: z.enum(settingTimings),
  /** Of the system; the screen alone sets it up. */
  system: z.array(z.string()).default([]),
  isApplied: z.boolean(),
});
export type SettingsImport = z.infer<typeof SettingsImport>;

const Passphrase = z.string().nullable().default(null);

/** What the command line may ask about files of settings. */
export const settingsCommands = {
  /** The file's text; secrets are in it, sealed, only with a passphrase. */
  'settings.export': { input: z.object({ passphrase: Passphrase }), output: z.object({ text: z.string() }) },
  /** What the file would do; with `isConfirmed` it is done. */
  'settings.import': {
    input: z.object({ text: z.string(), passphrase: Passphrase, isConfirmed: z.boolean().default(false) }),
    output: SettingsImport,
  },
} as const;
