import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Folders that adapters live in: they know `shared`, `config` and the ports in `gate`, never each other. */
const adapters = ['recognition', 'hardware', 'platform', 'store', 'speech', 'update', 'remote'];

/** Forbids imports that lead into these folders of src, from any depth. */
const not = (folders, message) => ({
  regex: `^\\.\\.?/(?:\\.\\./)*(?:src/)?(?:${folders.join('|')})(?:/|\\.tsx?$)`,
  message,
});
const noElectron = { regex: '^electron(/|$)', message: 'Only src/shell, src/main.ts and src/preload.ts know Electron.' };
const noNode = { regex: '^node:', message: 'This folder runs without Node.' };

/** One rule for a folder: what it must not import, each with the reason. */
const direction = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const above = ['terminal', 'shell', 'main', 'cli', 'preload'];

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'models/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  { languageOptions: { globals: globals.node }, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'tsconfig.renderer.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An async function without an await is how a port is fulfilled at once.
      '@typescript-eslint/require-await': 'off',
      // `return void work()` and arrows that end in a call say what they mean.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Ports are objects of closures: taking a method off one is how they are passed on.
      '@typescript-eslint/unbound-method': 'off',
      // Spreading a string gives its code points: meant so, for names.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // `() => undefined` where nothing is to be done.
      '@typescript-eslint/no-empty-function': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
          message: 'No `as unknown as` in src: parse or narrow.',
        },
      ],
    },
  },
  direction(
    ['src/shared/**'],
    [not(['config', 'gate', 'launcher', ...adapters, ...above], 'shared stands below everything.'), noElectron, noNode],
  ),
  direction(['src/config/**'], [not(['gate', 'launcher', ...adapters, ...above], 'config knows shared alone.'), noElectron]),
  direction(
    ['src/gate/**'],
    [
      not(['config', 'launcher', ...adapters, ...above], 'The gate knows shared alone; its ports name the rest.'),
      noElectron,
      noNode,
    ],
  ),
  direction(
    ['src/launcher/**'],
    [not(['config', 'gate', ...adapters, ...above], 'The launcher runs whatever else is broken.'), noElectron],
  ),
  ...adapters.map((folder) =>
    direction(
      [`src/${folder}/**`],
      [
        not(
          [
            ...adapters.filter((other) => other !== folder),
            ...above,
            // What the updater writes the launcher reads; nobody else has to do with it.
            ...(folder === 'update' ? [] : ['launcher']),
          ],
          'Adapters never import each other.',
        ),
        noElectron,
      ],
    ),
  ),
  direction(
    ['src/terminal/**', 'src/cli.ts'],
    [not(['shell', 'main', 'cli', 'preload'], 'The terminal runs without a screen.'), noElectron],
  ),
  direction(
    ['src/shell/**'],
    [
      not(
        ['config', 'gate', 'launcher', ...adapters, ...above.filter((name) => name !== 'shell')],
        'The shell knows shared and Electron.',
      ),
    ],
  ),
  direction(['src/preload.ts'], [not(['config', 'gate', ...adapters, ...above], 'The page’s side knows shared alone.'), noNode]),
  {
    files: ['renderer/**'],
    extends: [reactHooks.configs.flat.recommended],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [not(['config', 'gate', ...adapters, ...above], 'The page knows src/shared alone.'), noElectron, noNode] },
      ],
    },
  },
  {
    files: ['scripts/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      // A test may take apart what it has just made itself.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // A flag that a callback sets looks constant to the compiler.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  // Tools demand a default export of their configuration.
  { files: ['*.config.ts', 'test/electron/electron.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['test/**/web/**'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.mjs', '**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
