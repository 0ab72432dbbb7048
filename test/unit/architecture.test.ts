import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const adapters = ['recognition', 'hardware', 'platform', 'store', 'speech', 'update', 'remote'];

/** What each folder of src may import besides itself; a folder that is not listed does not exist. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  config: ['shared'],
  gate: ['shared'],
  ...Object.fromEntries(adapters.map((folder) => [folder, ['shared', 'config', 'gate']])),
  launcher: ['shared'],
  // Both write and read the same files.
  update: ['shared', 'config', 'gate', 'launcher'],
  terminal: ['shared', 'config', 'gate', 'launcher', ...adapters],
  shell: ['shared'],
  preload: ['shared'],
  cli: ['shared', 'config', 'gate', ...adapters, 'terminal'],
  main: ['shared', 'config', 'gate', 'launcher', ...adapters, 'terminal', 'shell'],
  renderer: ['shared'],
};
const knowsElectron = ['shell', 'main', 'preload'];
const runsWithoutNode = ['shared', 'gate', 'preload', 'renderer'];

interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** Imports, re-exports, `import()` and `require()` of a file, read by the compiler's own scanner. */
function importsOf(file: string, text: string): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ file, specifier: fileName }));
}

/** The folder of src that a path belongs to, `main`, `cli` or `preload` for the files beside them, or `renderer`. */
function areaOf(path: string): string {
  const [top = '', next = ''] = path.split('/');
  return top === 'src' ? next.replace(/\.tsx?$/, '') : top;
}

/** What is wrong with an import, or null. */
function wrong({ file, specifier }: Import): string | null {
  const area = areaOf(file);
  const complaint = (why: string): string => `${file} imports ${specifier}: ${why}`;
  if (/^electron(\/|$)/.test(specifier)) return knowsElectron.includes(area) ? null : complaint('electron belongs to the shell');
  if (specifier.startsWith('node:')) return runsWithoutNode.includes(area) ? complaint(`${area} runs without Node`) : null;
  if (!specifier.startsWith('.')) return null;
  const target = areaOf(relative(root, resolve(root, dirname(file), specifier)));
  if (target === area) return null;
  const allowed = mayImport[area];
  if (allowed === undefined) return complaint(`no rule for ${area}`);
  return allowed.includes(target) ? null : complaint(`${area} must not know ${target}`);
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

const files = [...sources('src'), ...sources('renderer')];
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));

describe('the direction of imports', () => {
  it('holds in every file of src and renderer', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.map(wrong).filter((complaint) => complaint !== null)).toEqual([]);
  });

  it('has a rule for every folder of src', () => {
    const areas = new Set(files.map(areaOf));
    expect([...areas].filter((area) => mayImport[area] === undefined)).toEqual([]);
  });

  it('has imports of our own name their extension, so that Node runs the source as it is', () => {
    const bare = imports.filter(
      ({ specifier }) => specifier.startsWith('.') && !/\.(tsx?|json|css|svg|wasm)(\?\w+)?$/.test(specifier),
    );
    expect(bare).toEqual([]);
  });

  it.each([
    ['src/shared/log.ts', '../gate/ports.ts'],
    ['src/shared/log.ts', 'node:fs'],
    ['src/gate/passage.ts', '../store/store.ts'],
    ['src/gate/passage.ts', 'node:timers'],
    ['src/config/schema.ts', '../gate/ports.ts'],
    ['src/store/store.ts', '../hardware/modbus/turnstile.ts'],
    ['src/store/store.ts', '../terminal/terminal.ts'],
    ['src/terminal/terminal.ts', '../shell/serve.ts'],
    ['src/terminal/terminal.ts', 'electron'],
    ['src/shell/serve.ts', '../gate/ports.ts'],
    ['src/launcher/launcher.ts', '../update/updater.ts'],
    ['src/launcher/launcher.ts', '../store/store.ts'],
    ['src/launcher/launcher.ts', '../config/schema.ts'],
    ['src/store/store.ts', '../launcher/places.ts'],
    ['src/shell/serve.ts', '../launcher/launcher.ts'],
    ['src/preload.ts', './shell/serve.ts'],
    ['src/preload.ts', 'node:fs'],
    ['src/cli.ts', './shell/serve.ts'],
    ['renderer/kiosk/Kiosk.tsx', '../../src/gate/ports.ts'],
    ['renderer/kiosk/Kiosk.tsx', 'electron'],
    ['src/novelty/x.ts', '../shared/log.ts'],
  ])('would refuse %s importing %s', (file, specifier) => {
    expect(wrong({ file, specifier })).toContain(`${file} imports ${specifier}`);
  });

  it('lets the launcher need nothing but Node: whatever else is broken, it runs', () => {
    const packages = imports.filter(
      ({ file, specifier }) => areaOf(file) === 'launcher' && !specifier.startsWith('.') && !specifier.startsWith('node:'),
    );
    expect(packages).toEqual([]);
    const shared = imports.filter(({ file, specifier }) => areaOf(file) === 'launcher' && specifier.startsWith('../'));
    expect([...new Set(shared.map(({ specifier }) => specifier))].toSorted()).toEqual(['../shared/clock.ts', '../shared/log.ts']);
  });

  it('sees imports of types, re-exports and imports at run time', () => {
    const text = "import type { A } from './a.ts'; export * from './b.ts'; await import('./c.ts'); require('./d.ts');";
    expect(importsOf('x.ts', text).map(({ specifier }) => specifier)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
  });
});
