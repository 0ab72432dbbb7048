import { ensureBuild } from './build.mjs';
import { ensureModels } from './models.mjs';
import { ensurePackages } from './packages.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Everything that a fresh clone lacks; on a prepared one a few looks at the disk.
 * @param {readonly string[]} systemPackages names of Debian packages; none are looked for when empty
 */
export async function prepare(systemPackages) {
  await ensurePackages();
  if (systemPackages.length > 0) await ensureSystemPackages(systemPackages);
  await ensureModels();
  await ensureBuild();
}
