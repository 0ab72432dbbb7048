/** A platform on the bench: `node test/bench-platform/main.ts zhejiang [options]`; `--help` lists them. */
const PLATFORMS: Readonly<Record<string, () => Promise<{ readonly run: (args: readonly string[]) => Promise<void> }>>> = {
  sichuan: () => import('./sichuan/command.ts'),
  zhejiang: () => import('./zhejiang/command.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = PLATFORMS[name];
if (load === undefined) {
  console.error(`用法 / usage: npm run platform -- ${Object.keys(PLATFORMS).join('|')} [--help]`);
  process.exitCode = 2;
} else {
  const { run } = await load();
  await run(args);
}
