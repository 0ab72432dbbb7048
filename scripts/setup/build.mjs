import { isBuilt } from './build-stamp.mjs';
import { productNode } from './paths.mjs';
import { run } from './run.mjs';
import { SetUpError, step } from './say.mjs';

/** Builds out/ unless it is what the sources would make. */
export async function ensureBuild() {
  if (isBuilt()) return;
  await step('build', async () => {
    const { code, output } = await run(productNode(), ['scripts/build.mjs'], { quiet: true });
    if (code !== 0) throw new SetUpError(`The build failed:\n${output.trim()}`);
  });
}
