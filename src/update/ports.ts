import type { ProxyEnv } from '../config/proxy.ts';
import type { FilePort } from '../launcher/file-port.ts';
import type { Slot } from '../launcher/places.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { UpdateProgress } from '../shared/update-view.ts';

/** Settings of the site; `update` of the configuration. */
export interface UpdateSettings {
  /** Public key file of signify; null: nothing can be checked, so nothing is installed. */
  readonly publicKeyFile: string | null;
  readonly channel: string;
  /** When the platform's orders are carried out. */
  readonly when: 'atOnce' | 'quietHours';
  /** `HH:MM`, local time; the hours may pass midnight. */
  readonly quietFrom: string;
  readonly quietTo: string;
  /** The new version must be well so long after its start. */
  readonly healthMinutes: number;
  /** And for so long without a break. */
  readonly steadySeconds: number;
  /** Download, KB/s. */
  readonly mostKilobytesPerSecond: number;
  /** Null: what the environment names. */
  readonly proxy: ProxyEnv | null;
}

/** All that the updater leans on. */
export interface UpdateHost {
  readonly files: FilePort;
  readonly dataDir: string;
  readonly settings: UpdateSettings;
  /** Space that must stay free for punches, MB. */
  readonly leastFreeMb: number;
  /** What runs, and from where; `launcherPid` null: not under the launcher. */
  readonly running: { readonly version: string; readonly slot: Slot; readonly launcherPid: number | null };
  readonly databaseVersion: number;
  /** Copies the database while the terminal works. Rejects with `Fault` `store.*`. */
  readonly copyDatabase: (file: string, signal: AbortSignal) => Promise<void>;
  /** What a version that was rolled back recorded stands in the database now, all of it. */
  readonly isCarriedOver: () => boolean;
  /** Small notes that outlive a restart. */
  readonly notes: { get(name: string): string | null; set(name: string, value: string): void };
  /** Nobody stands before the gate and nothing is under way, for so long, ms. */
  readonly idleForMs: () => number;
  /** Area → state, as the status board has them. */
  readonly areas: () => Readonly<Record<string, string>>;
  /** One recognition from photograph to gallery. Rejects with `Fault` when it does not come out. */
  readonly selfTest: () => Promise<void>;
  /** Ends the program so that the launcher starts what was requested. */
  readonly restart: () => void;
  readonly onProgress: (progress: UpdateProgress) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where a package comes from. */
export type PackageSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string; readonly sizeBytes: number | null };

export interface UpdateOrder {
  /** The platform's task, or a number of our own. */
  readonly orderId: string;
  readonly source: PackageSource;
  /** As ordered; null: whatever the package holds. */
  readonly version: string | null;
  readonly when: 'atOnce' | 'quietHours';
}
