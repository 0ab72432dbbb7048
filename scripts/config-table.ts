import { readFileSync, writeFileSync } from 'node:fs';
import { describeConfig, type ConfigRow } from '../src/config/describe-config.ts';
import { firstLaneKey } from '../src/shared/lanes.ts';
import { groupText } from '../src/shared/texts/texts.ts';

/** The table of configuration keys: `--readme` writes it into the README, `--markdown` prints it; without either the rows as JSON. */

const bounds = ({ choices, least, most, mostCharacters, type }: ConfigRow): string => {
  if (choices.length > 0) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (least !== null || most !== null) return `${least ?? ''} … ${most ?? ''}`;
  if (type === 'yesNo') return '`true`, `false`';
  return mostCharacters === null ? '' : `at most ${mostCharacters} characters`;
};

const escaped = (cell: string): string => cell.replaceAll('|', '\\|');

const line = (row: ConfigRow): string => {
  const type = row.isNullable ? `${row.type} or null` : row.type;
  const meaning = `${row.label.zh} / ${row.label.en}${row.unit === null ? '' : ` (${row.unit})`}`;
  return `| ${[`\`${row.key}\``, type, `\`${JSON.stringify(row.default)}\``, bounds(row), meaning].map(escaped).join(' | ')} |`;
};

const head = ['| Key | Type | Default | Values | Meaning |', '| --- | --- | --- | --- | --- |'];
const rows = describeConfig();

/** Parts of the second lane that have the keys of the first: one line for each part. */
const alike = ['turnstile', 'inputs', 'readers.card', 'readers.identityCard'].map((part) => `lanes.second.${part}`);
const partOf = ({ key }: ConfigRow): string | null => alike.find((part) => key.startsWith(`${part}.`)) ?? null;
const lineOfPart = (part: string): string =>
  `| \`${part}.…\` | | | | ${groupText('zh', part)} / ${groupText('en', part)}: the keys, defaults and values of \`${firstLaneKey(part)}.…\` |`;
const lines = [...new Set(rows.map((row) => partOf(row) ?? row))].map((row) =>
  typeof row === 'string' ? lineOfPart(row) : line(row),
);

/** The table as it stands in the README. */
export const configTable = [...head, ...lines].join('\n');

/** Puts the table between the README's two marks. */
function writeReadme(): void {
  const path = new URL('../README.md', import.meta.url);
  const [before = '', rest = ''] = readFileSync(path, 'utf8').split(/(?<=<!-- config-table[^>]*-->\n)/);
  const after = rest.slice(rest.indexOf('<!-- /config-table -->'));
  writeFileSync(path, `${before}\n${configTable}\n\n${after}`);
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--readme')) writeReadme();
  else process.stdout.write(process.argv.includes('--markdown') ? `${configTable}\n` : `${JSON.stringify(rows, null, 2)}\n`);
}
