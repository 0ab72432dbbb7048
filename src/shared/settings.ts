import { z } from 'zod';
import { SystemOutcome } from './system-outcome.ts';

/** A value of one setting as it crosses to the page. */
export const SettingValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.record(z.string(), z.string())]);
export type SettingValue = z.infer<typeof SettingValue>;

const BothLanguages = z.object({ zh: z.string(), en: z.string() });

/**
 * When a saved setting counts: `now`, nobody notices; `restart`, the gate stands still for a few seconds while the part below
 * the screen starts anew; `program`, the whole program starts anew.
 */
export const settingTimings = ['now', 'restart', 'program'] as const;
export type SettingTiming = (typeof settingTimings)[number];

/** One setting as a form shows it. */
export const SettingRow = z.object({
  /** In dots: `turnstile.pulseMs`. */
  key: z.string(),
  type: z.enum(['text', 'integer', 'number', 'yesNo', 'choice', 'map']),
  isNullable: z.boolean(),
  default: SettingValue,
  choices: z.array(z.string()),
  least: z.number().nullable(),
  most: z.number().nullable(),
  mostCharacters: z.number().nullable(),
  label: BothLanguages,
  unit: z.string().nullable(),
  /** One sentence. */
  help: BothLanguages,
  /** Its value never leaves main: the page learns only whether there is one. */
  isSecret: z.boolean(),
  timing: z.enum(settingTimings),
});
export type SettingRow = z.infer<typeof SettingRow>;

export const SettingsView = z.object({
  rows: z.array(SettingRow),
  /** By key; without secrets. */
  values: z.record(z.string(), SettingValue),
  /** Keys of the secrets that have a value. */
  secretsSet: z.array(z.string()),
  /** False for the demo: there is nothing that changes could be kept in. */
  canSave: z.boolean(),
});
export type SettingsView = z.infer<typeof SettingsView>;

/** `unknown`: this version has no such key; `own`: it belongs to one terminal and cannot be copied over. */
export const settingProblems = ['needed', 'notAvailable', 'noFile', 'unfit', 'unknown', 'own'] as const;
/** Why a setting was not taken. */
export const SettingProblem = z.object({
  key: z.string(),
  code: z.enum(settingProblems),
  /** In English, for the technician: what the schema said. Holds no value. */
  detail: z.string(),
});
export type SettingProblem = z.infer<typeof SettingProblem>;

/** New values by key; null where null is a value. What is in `reset` goes back to the default. */
export const SettingChanges = z.object({ changes: z.record(z.string(), SettingValue), reset: z.array(z.string()) });
export type SettingChanges = z.infer<typeof SettingChanges>;

/** They fit, and yet the terminal could not run with them: it goes on as before, and nothing of them is kept. `code`: the fault. */
export const NotApplied = z.object({ kind: z.literal('notApplied'), code: z.string() });

export const SaveOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), timing: z.enum(settingTimings) }),
  z.object({ kind: z.literal('refused'), problems: z.array(SettingProblem) }),
  NotApplied,
]);
export type SaveOutcome = z.infer<typeof SaveOutcome>;

/** One setting that a file would change. */
export const SettingsFileChange = z.object({
  row: SettingRow,
  /** Null where it is a secret; a file by its name alone. */
  before: SettingValue,
  after: SettingValue,
});
export type SettingsFileChange = z.infer<typeof SettingsFileChange>;

/** What of the system a file of settings may set up, in this order: the network last, which may be lost on the way. */
export const systemParts = ['timeZone', 'timeServer', 'network'] as const;
export type SystemPart = (typeof systemParts)[number];

/** What a file of settings would do here. */
export const SettingsFileView = z.object({
  /** `closed`: it holds secrets, and the passphrase was not given; they are left out of what follows. */
  secrets: z.enum(['none', 'closed', 'open']),
  changes: z.array(SettingsFileChange),
  /** Any of them: the file cannot be applied. */
  problems: z.array(SettingProblem),
  timing: z.enum(settingTimings),
  /** What of the system the file would set up. */
  system: z.array(z.enum(systemParts)),
});
export type SettingsFileView = z.infer<typeof SettingsFileView>;

/** What became of a file of settings: the settings whole or not at all, of the system each part by itself. */
export const SettingsFileOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('saved'),
    timing: z.enum(settingTimings),
    system: z.array(z.object({ part: z.enum(systemParts), outcome: SystemOutcome })),
  }),
  z.object({ kind: z.literal('refused'), problems: z.array(SettingProblem) }),
  NotApplied,
]);
export type SettingsFileOutcome = z.infer<typeof SettingsFileOutcome>;
