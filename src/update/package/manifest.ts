import { z } from 'zod';
import { compareVersions, isVersion } from '../../launcher/version.ts';
import { Fault } from '../../shared/fault.ts';

const Version = z.string().max(100).refine(isVersion, 'expected a version as 1.2.3');
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Packages that are larger than this are none of ours. */
export const MOST_UNPACKED_BYTES = 4 * 2 ** 30;

/** The first entry of a package, `manifest.json`. Keys are a contract with the versions in the field: add, never rename. */
export const Manifest = z.object({
  format: z.literal(1),
  product: z.literal('site-gate-terminal'),
  version: Version,
  /** Who it is meant for: `stable`, `beta` … */
  channel: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** The oldest version that it can be installed over. */
  minimumVersion: Version,
  /** As Node names them: `linux`, `x64` or `arm64`. */
  platform: z.string().max(32),
  arch: z.string().max(32),
  /** Version of the database's schema that it brings. */
  databaseVersion: z.int().min(1).max(100_000),
  /** True: may be installed over a newer version. */
  mayDowngrade: z.boolean().default(false),
  /** Public keys of signify (second line) that are trusted once this version is healthy. */
  trustKeys: z.array(z.string().max(100)).max(8).default([]),
  /** Numbers of keys that are not trusted any more once this version is healthy. */
  retireKeys: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .max(64)
    .default([]),
  /** How it is started: a file of the package, or `node`, and arguments. */
  start: z.array(z.string().max(200)).min(1).max(16),
  files: z
    .array(
      z.object({
        path: z.string().min(1).max(400),
        sizeBytes: z.int().min(0).max(MOST_UNPACKED_BYTES),
        sha256: Sha256,
        isExecutable: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(100_000),
});
export type Manifest = z.infer<typeof Manifest>;
export type PackedFile = Manifest['files'][number];

/** What the package is held against. */
export interface Installed {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  readonly databaseVersion: number;
  /** Channel of the configuration. */
  readonly channel: string;
}

/** @throws Fault `update.manifest`, `update.entryPath` */
export function readManifest(bytes: Uint8Array): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Fault('update.manifest', 'the package’s manifest is no JSON', { cause: error });
  }
  const parsed = Manifest.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Fault('update.manifest', `the package’s manifest is wrong at ${issue?.path.join('.') ?? '?'}`);
  }
  requirePaths(parsed.data);
  return parsed.data;
}

/** Total of what the package unpacks to, bytes. */
export const unpackedBytes = ({ files }: Manifest): number => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** Whether it may be installed here. @throws Fault `update.*` saying why not */
export function requireInstallable(manifest: Manifest, installed: Installed): void {
  const { version, platform, arch, channel } = manifest;
  if (platform !== installed.platform || arch !== installed.arch) {
    const here = `${installed.platform} ${installed.arch}`;
    throw new Fault('update.wrongArchitecture', `the package is for ${platform} ${arch}, this is ${here}`);
  }
  if (channel !== installed.channel) {
    throw new Fault('update.wrongChannel', `the package is of channel ${channel}, this terminal takes ${installed.channel}`);
  }
  const order = compareVersions(version, installed.version);
  if (order === 0) throw new Fault('update.sameVersion', `version ${version} runs already`);
  if (order < 0 && !manifest.mayDowngrade) {
    throw new Fault('update.olderVersion', `version ${version} is older than ${installed.version}`);
  }
  if (compareVersions(installed.version, manifest.minimumVersion) < 0) {
    throw new Fault(
      'update.tooOld',
      `version ${version} needs ${manifest.minimumVersion} or newer first, this is ${installed.version}`,
    );
  }
  if (manifest.databaseVersion < installed.databaseVersion) {
    throw new Fault('update.databaseNewer', `version ${version} cannot read the database of ${installed.version}`);
  }
}

/** Relative, forward slashes, nothing that leads out or means something else to somebody. */
export function isSafePath(path: string): boolean {
  const parts = path.split('/');
  const isPlain = !/[\\:\p{Cc}]/u.test(path);
  return isPlain && parts.every((part) => part !== '' && part !== '.' && part !== '..' && part.length <= 255);
}

function requirePaths({ files, start }: Manifest): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (!isSafePath(path)) throw new Fault('update.entryPath', 'the package holds a path that leads out of its folder');
    // Also on a disk that takes them for the same.
    const folded = path.normalize('NFC').toLowerCase();
    if (seen.has(folded) || folded === 'manifest.json') throw new Fault('update.manifest', 'the manifest names a file twice');
    seen.add(folded);
  }
  const [program = ''] = start;
  const isThere = program === 'node' || files.some(({ path, isExecutable }) => path === program && isExecutable);
  if (!isThere) throw new Fault('update.manifest', 'the manifest starts what the package does not hold');
}
