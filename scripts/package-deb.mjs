/**
 * `node scripts/package-deb.mjs DIR OUT`: a Debian package of an installation (see package-update.ts) with its systemd unit, by
 * dpkg-deb alone: electron-builder's deb target downloads a tool of its own.
 */
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const depends = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'espeak-ng', 'fonts-noto-cjk', 'systemd'];
const architectures = { x64: 'amd64', arm64: 'arm64' };

/** Answers the path of the package. */
export function packDeb(dir, out, arch = process.arch) {
  const root = resolve(import.meta.dirname, '..');
  const { version, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tree = mkdtempSync(join(tmpdir(), 'deb-'));
  try {
    const program = join(tree, 'opt', 'site-gate-terminal');
    cpSync(dir, program, { recursive: true });
    const unit = join(tree, 'lib', 'systemd', 'system');
    mkdirSync(unit, { recursive: true });
    copyFileSync(join(root, 'scripts/deb/site-gate-terminal.service'), join(unit, 'site-gate-terminal.service'));
    const control = join(tree, 'DEBIAN');
    mkdirSync(control);
    const fields = {
      Package: 'site-gate-terminal',
      Version: version,
      Architecture: architectures[arch],
      Maintainer: 'site-gate-terminal <noreply@localhost>',
      Section: 'misc',
      Priority: 'optional',
      Depends: depends.join(', '),
      Description: `${description} (${license})`,
    };
    const text = Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`);
    writeFileSync(join(control, 'control'), text.join(''));
    for (const script of ['postinst', 'prerm']) {
      copyFileSync(join(root, 'scripts/deb', script), join(control, script));
      chmodSync(join(control, script), 0o755);
    }
    for (const folder of [tree, control]) chmodSync(folder, 0o755);
    mkdirSync(out, { recursive: true });
    const file = join(out, `site-gate-terminal_${version}_${architectures[arch]}.deb`);
    execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, file], { stdio: ['ignore', 'ignore', 'inherit'] });
    return file;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const [dir, out] = process.argv.slice(2);
  if (dir === undefined || out === undefined) throw new Error('Usage: node scripts/package-deb.mjs DIR OUT');
  process.stdout.write(`${packDeb(resolve(dir), resolve(out))}\n`);
}
