import { damaged, notAsFormat, unsupportedLayer } from '../failures.ts';
import { isObject } from '../json.ts';
import { Attributes } from './attributes.ts';

/** A `NodeDef`: tensorflow/core/framework/node_def.proto. */
export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** Names of nodes, or `name:1` for an output that is not the first. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** Far more than any network for faces has. */
const MOST_NODES = 2 ** 14;
const MOST_INPUTS = 64;

/**
 * The nodes of a graph model, each after those that it reads.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT`; `FER_WEIGHTS_CORRUPT` if nodes are missing or given twice;
 * `FER_GRAPH_UNSUPPORTED` if they read each other: a loop
 */
export function readTopology(topology: unknown, subject: string): GraphNode[] {
  const nodes = isObject(topology) ? topology.node : undefined;
  if (!Array.isArray(nodes) || nodes.length === 0 || nodes.length > MOST_NODES) {
    throw notAsFormat(subject, `must have 1 to ${MOST_NODES} nodes in \`modelTopology\`.`);
  }
  return inOrder(
    nodes.map((node) => readNode(node, subject)),
    subject,
  );
}

function readNode(node: unknown, subject: string): GraphNode {
  const { name, op, input = [], attr } = isObject(node) ? node : {};
  const isInputs =
    Array.isArray(input) && input.length <= MOST_INPUTS && input.every((one) => typeof one === 'string');
  if (typeof name !== 'string' || typeof op !== 'string' || !isInputs) {
    throw notAsFormat(subject, 'has a node without `name` or `op`, or with inputs that are no names.');
  }
  // `^name` only says that a node runs later.
  const inputs = input.filter((one) => !one.startsWith('^')).map(plainName);
  return { name, operator: op, inputs, attributes: new Attributes(attr) };
}

/** `name:0`, the first output, is that of `name`. */
export function plainName(name: string): string {
  return name.replace(/:0$/, '');
}

function inOrder(nodes: readonly GraphNode[], subject: string): GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  if (byName.size < nodes.length) throw damaged(subject, 'has two nodes of one name.');
  const ordered = new Set<GraphNode>();
  const open = new Set<GraphNode>();
  for (const first of nodes) {
    // A stack of our own, for a chain may be longer than that of the engine.
    const stack = [first];
    open.add(first);
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const missing = node.inputs.map((name) => sourceOf(byName, name, node, subject));
      const next = missing.find((source) => !ordered.has(source));
      if (next === undefined) {
        ordered.add(node);
        open.delete(node);
        stack.pop();
      } else if (open.has(next)) {
        throw unsupportedLayer(node.name.slice(0, 200), node.operator.slice(0, 50), 'belongs to a loop.');
      } else {
        open.add(node);
        stack.push(next);
      }
    }
  }
  return [...ordered];
}

function sourceOf(
  byName: ReadonlyMap<string, GraphNode>,
  input: string,
  { name }: GraphNode,
  subject: string,
): GraphNode {
  const source = byName.get(input) ?? byName.get(input.replace(/:\d+$/, ''));
  if (source !== undefined) return source;
  throw damaged(
    subject,
    `has a node '${name.slice(0, 100)}' that reads '${input.slice(0, 100)}', which is not there.`,
  );
}
