import { z } from 'zod';
import { Config } from './schema.ts';

const Label = z.object({ zh: z.string(), en: z.string() });

/** The parts of a JSON schema that the configuration uses; `label` and `unit` are ours. */
interface Node {
  readonly type?: string | readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly anyOf?: readonly Node[] | undefined;
  readonly enum?: readonly (string | number)[] | undefined;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly label?: z.infer<typeof Label> | undefined;
  readonly unit?: string | undefined;
}

const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    properties: z.record(z.string(), Node).optional(),
    anyOf: z.array(Node).optional(),
    enum: z.array(z.union([z.string(), z.number()])).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    label: Label.optional(),
    unit: z.string().optional(),
  }),
);

/** One key of the configuration, as the README's table and the admin form show it. */
export interface ConfigRow {
  /** In dots: `turnstile.pulseMs`. */
  readonly key: string;
  readonly type: 'text' | 'integer' | 'number' | 'yesNo' | 'choice' | 'map';
  /** May be null. */
  readonly isNullable: boolean;
  readonly default: unknown;
  /** The words of a choice, else empty. */
  readonly choices: readonly string[];
  /** Bounds of a number, else null. */
  readonly least: number | null;
  readonly most: number | null;
  /** Characters of a text at most, or null. */
  readonly mostCharacters: number | null;
  readonly label: { readonly zh: string; readonly en: string };
  readonly unit: string | null;
}

/** Every key of the configuration, in the order of the schema. */
export function describeConfig(): readonly ConfigRow[] {
  return rowsOf('', Node.parse(z.toJSONSchema(Config, { io: 'input' })));
}

function rowsOf(key: string, node: Node): ConfigRow[] {
  if (node.properties === undefined) return [rowOf(key, node)];
  return Object.entries(node.properties).flatMap(([name, child]) => rowsOf(key === '' ? name : `${key}.${name}`, child));
}

function rowOf(key: string, node: Node): ConfigRow {
  const types = [node, ...(node.anyOf ?? [])].flatMap(({ type }) => type ?? []);
  const value = node.anyOf?.find((choice) => choice.type !== 'null') ?? node;
  return {
    key,
    type: typeOf(value),
    isNullable: types.includes('null'),
    default: node.default,
    choices: value.enum?.map(String) ?? [],
    least: value.minimum ?? null,
    most: value.maximum ?? null,
    mostCharacters: value.maxLength ?? null,
    label: node.label ?? { zh: '', en: '' },
    unit: node.unit ?? null,
  };
}

function typeOf(node: Node): ConfigRow['type'] {
  if (node.enum !== undefined) return 'choice';
  const [type] = [node.type ?? []].flat().filter((name) => name !== 'null');
  switch (type) {
    case 'integer':
    case 'number':
      return type;
    case 'boolean':
      return 'yesNo';
    case 'object':
      return 'map';
    default:
      return 'text';
  }
}
