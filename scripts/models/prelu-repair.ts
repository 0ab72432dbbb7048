import { type TfGraph, type TfNode, type TfWeight, textsAttribute, textsToAttribute } from './tfjs-graph.ts';

/**
 * Repairs a graph whose PReLU was written out as `relu(x) + mul·(x − |x|)` and then damaged:
 * the sign of every `mul` is flipped, and where a Relu was fused into the convolution, `x` has lost its negative side.
 * Each group becomes one `Prelu` with slope −2·mul, fed by the convolution before its fused Relu.
 * Throws when a group is of another form or its parts are used elsewhere. Returns the graph and how many groups were folded.
 */
export function repairPrelu(graph: TfGraph): { readonly graph: TfGraph; readonly folded: number } {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const users = usersOf(graph.nodes);
  const replaced = new Map<string, TfNode>();
  const dropped = new Set<string>();
  const weights = new Map(graph.weights);
  let folded = 0;

  for (const add of graph.nodes) {
    const group = add.op === 'Add' ? findGroup(add, byName, graph.weights) : null;
    if (group === null) continue;
    const inner = [group.relu, group.scaled, group.difference, group.absolute].filter((node) => node !== null);
    for (const node of inner) {
      if (!onlyUsedBy(users, node.name, [add, ...inner])) throw new Error(`${node.name}: used outside its PReLU group`);
      dropped.add(node.name);
    }
    if (group.relu === null) {
      if (!onlyUsedBy(users, group.source.name, [add, ...inner])) throw new Error(`${group.source.name}: its fused Relu is used elsewhere`);
      replaced.set(group.source.name, withoutFusedRelu(group.source));
    }
    const slopeName = `${add.name}/slope`;
    weights.set(slopeName, { shape: group.mul.shape, data: Float32Array.from(group.mul.data, (mul) => -2 * mul) });
    replaced.set(add.name, { name: add.name, op: 'Prelu', inputs: [group.source.name, slopeName], attributes: {} });
    folded++;
  }
  const nodes = graph.nodes.filter((node) => !dropped.has(node.name)).map((node) => replaced.get(node.name) ?? node);
  return { graph: { nodes, weights }, folded };
}

interface PreluGroup {
  /** The node that feeds the group: a convolution. */
  readonly source: TfNode;
  /** The group's own Relu; null when it was fused into `source`. */
  readonly relu: TfNode | null;
  readonly scaled: TfNode;
  readonly difference: TfNode;
  readonly absolute: TfNode;
  readonly mul: TfWeight;
}

function findGroup(add: TfNode, byName: ReadonlyMap<string, TfNode>, weights: ReadonlyMap<string, TfWeight>): PreluGroup | null {
  const [positive, scaled] = inputNodes(add, byName);
  if (positive === undefined || scaled?.op !== 'Mul') return null;
  const [difference] = inputNodes(scaled, byName);
  const mul = weights.get(scaled.inputs[1] ?? '');
  if (difference?.op !== 'Sub' || mul === undefined) return null;
  const [source, absolute] = inputNodes(difference, byName);
  if (source === undefined || absolute?.op !== 'Abs' || absolute.inputs[0] !== source.name) return null;

  const parts = { source, scaled, difference, absolute, mul };
  if (positive.op === 'Relu' && positive.inputs[0] === source.name) return { ...parts, relu: positive };
  if (positive === source && textsAttribute(source, 'fused_ops').at(-1) === 'Relu') return { ...parts, relu: null };
  throw new Error(`${add.name}: looks like a PReLU, but its positive side comes from ${positive.name} (${positive.op})`);
}

function inputNodes(node: TfNode, byName: ReadonlyMap<string, TfNode>): readonly (TfNode | undefined)[] {
  return node.inputs.map((name) => byName.get(name));
}

function withoutFusedRelu(node: TfNode): TfNode {
  const fused = textsAttribute(node, 'fused_ops').slice(0, -1);
  return { ...node, attributes: { ...node.attributes, fused_ops: textsToAttribute(fused) } };
}

function usersOf(nodes: readonly TfNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const node of nodes) {
    for (const input of node.inputs) {
      const known = users.get(input) ?? new Set<string>();
      users.set(input, known.add(node.name));
    }
  }
  return users;
}

function onlyUsedBy(users: ReadonlyMap<string, ReadonlySet<string>>, name: string, allowed: readonly TfNode[]): boolean {
  const names = new Set(allowed.map((node) => node.name));
  return [...(users.get(name) ?? [])].every((user) => names.has(user));
}
