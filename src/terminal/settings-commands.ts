import { z } from 'zod';
import { Fault } from '../shared/fault.ts';
import { SettingProblem, settingTimings, SettingValue } from '../shared/settings.ts';
import type { CommandHandlers } from './commands.ts';
import type { SettingsCopy } from './settings-copy.ts';

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

type Handlers = Pick<CommandHandlers, keyof typeof settingsCommands>;

/** The same on a running terminal, which takes the change up at once, and on a stopped one. */
export function createSettingsHandlers(
  copy: Pick<SettingsCopy, 'write' | 'read' | 'apply'>,
  audit: (action: string, subject: string) => void,
): Handlers {
  return {
    'settings.export': async ({ passphrase }) => {
      const text = await copy.write(passphrase);
      audit(passphrase === null ? 'settings.exported' : 'settings.exportedWithSecrets', 'file');
      return { text };
    },
    'settings.import': async ({ text, passphrase, isConfirmed }) => {
      const reading = await copy.read(text, passphrase);
      const { secrets, changes, problems, timing, system } = reading.view;
      const answer = {
        secrets,
        changes: changes.map(({ row, before, after }) => ({ key: row.key, before, after, isSecret: row.isSecret })),
        timing,
        system,
      };
      if (!isConfirmed || changes.length === 0) return { ...answer, problems, isApplied: false };
      // The socket ends with the part below the screen.
      const outcome = await copy.apply(reading, { isAnsweredFirst: true });
      if (outcome.kind === 'notApplied') throw new Fault('internal.bug', 'it was to be answered first');
      if (outcome.kind === 'refused') return { ...answer, problems: outcome.problems, isApplied: false };
      for (const { row } of changes) audit('settings.changed', row.key);
      return { ...answer, problems: [], isApplied: true };
    },
  };
}
