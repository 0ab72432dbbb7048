import { describeConfig, type ConfigRow } from '../src/config/describe-config.ts';

/** Prints the table of configuration keys that stands in the README: `--markdown`, or JSON without it. */

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

const rows = describeConfig();
if (process.argv.includes('--markdown')) {
  const head = ['| Key | Type | Default | Values | Meaning |', '| --- | --- | --- | --- | --- |'];
  process.stdout.write(`${[...head, ...rows.map(line)].join('\n')}\n`);
} else {
  process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
}
