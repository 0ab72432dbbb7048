/**
 * Builds out/: main and its workers, the command line, preload, page.
 *
 * esbuild for what runs in Node and for the preload script (a tenth of a second, no plugin needed), Vite for the page.
 * Not electron-vite: it drives Vite three times for the same files, and its development server wants the Electron binary.
 */
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build as buildPage } from 'vite';
import { buildInputs, rememberBuild } from './setup/build-stamp.mjs';
import { cacheDir, outDir, root } from './setup/paths.mjs';

const isFixture = (file) => basename(file).startsWith('fixture-');

/** main.js, cli.js and each worker lie side by side: a worker is found beside the module that starts it. */
function mainEntries() {
  const entries = ['src/main.ts', 'src/cli.ts', ...globSync('src/**/*-worker.ts', { cwd: root })];
  return entries.filter((file) => existsSync(join(root, file)) && !isFixture(file));
}

async function build() {
  const inputs = buildInputs();
  // Built aside and moved in place as a whole: a terminal that starts meanwhile sees the old build or the new one.
  const fresh = join(cacheDir, `build-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await Promise.all([
      bundleMain(join(fresh, 'main')),
      bundleLauncher(join(fresh, 'launcher')),
      bundlePreload(join(fresh, 'preload')),
      bundlePage(join(fresh, 'renderer')),
    ]);
    const old = `${fresh}-old`;
    if (existsSync(outDir)) renameSync(outDir, old);
    renameSync(fresh, outDir);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  rememberBuild(inputs);
}

/** ES modules for Electron's Node; packages stay in node_modules, where the native ones have to be anyhow. */
const bundleMain = (outdir) =>
  bundle({
    absWorkingDir: root,
    entryPoints: mainEntries(),
    outdir,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });

/** One file that needs nothing but Node: it runs when everything else is broken. */
const bundleLauncher = (outdir) =>
  bundle({
    absWorkingDir: root,
    entryPoints: { launcher: 'src/launcher/run.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: true,
    logLevel: 'warning',
  });

/** One CommonJS file with zod inside: a sandboxed preload script can require nothing but `electron`. */
const bundlePreload = (outdir) =>
  bundle({
    absWorkingDir: root,
    entryPoints: { preload: 'src/preload.ts' },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    target: 'chrome140',
    external: ['electron'],
    minify: true,
    logLevel: 'warning',
  });

const bundlePage = (outDirOfPage) =>
  buildPage({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'renderer'),
    logLevel: 'warn',
    build: { outDir: outDirOfPage },
  });

await build();
