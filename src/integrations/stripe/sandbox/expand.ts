import { beginning } from './embedded.js';
import { invalid } from './sandbox.errors.js';
import { present } from './present.js';
import { shownWhenAsked } from './shown-when-asked.js';
import type { Unit } from './unit.js';

type Tree = { [key: string]: unknown };

/** Collections that an object shows only when asked, and what they hold. */
const COLLECTIONS: Readonly<
  Record<string, { kind: 'invoice_payment' | 'refund' | 'subscription'; by: 'parent' | 'customer' }>
> = {
  'invoice.payments': { kind: 'invoice_payment', by: 'parent' },
  'charge.refunds': { kind: 'refund', by: 'parent' },
  'customer.subscriptions': { kind: 'subscription', by: 'customer' },
};

/** `data` counts too. Source: docs.stripe.com/api/expanding_objects. */
const DEPTH = 4;

/** Puts objects where the paths of `expand` name ids, up to four deep. The answer is a copy. */
export async function expand(unit: Unit, answer: object, paths: readonly string[]): Promise<object> {
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer) as Tree;
  for (const path of paths.toSorted()) {
    const steps = path.split('.');
    if (steps.length > DEPTH) throw tooDeep(path);
    await walk(unit, [copy], steps, path);
  }
  return copy;
}

function tooDeep(path: string): Error {
  return invalid(`You cannot expand more than ${DEPTH} levels of a property. Property: ${path}`, { param: 'expand' });
}

async function walk(unit: Unit, nodes: Tree[], [step, ...rest]: string[], path: string): Promise<void> {
  if (step === undefined || nodes.length === 0) return;
  await unit.load(nodes.flatMap((node) => node[step]).filter((value) => typeof value === 'string'));
  const below: Tree[] = [];
  for (const node of nodes) below.push(...(await open(unit, node, step, path)));
  await walk(unit, below, rest, path);
}

/** The objects a step leads to from one node, put in place of their ids. */
async function open(unit: Unit, node: Tree, step: string, path: string): Promise<Tree[]> {
  const collection = COLLECTIONS[`${String(node['object'])}.${step}`];
  if (collection && node[step] === undefined) {
    const data = await unit.find(collection.kind, collection.by, String(node['id']));
    const url = urlOf(node, step);
    node[step] = beginning({
      object: 'list',
      data: data.map((one) => present(structuredClone(one), unit.at)),
      has_more: false,
      url,
    });
    return [node[step] as Tree];
  }
  const value = node[step] === undefined ? await shownWhenAsked(unit, node, step) : node[step];
  if (value !== undefined) node[step] = value;
  if (value === undefined && node['deleted'] !== true) throw cannot(path);
  if (typeof value === 'string') return opened(unit, node, step, value, path);
  if (Array.isArray(value)) return each(unit, value, path);
  return isTree(value) ? [value] : [];
}

/** Where the rest of a collection would be asked for. */
function urlOf({ id }: Tree, step: string): string {
  if (step === 'payments') return '/v1/invoices/payments';
  return step === 'refunds' ? `/v1/charges/${String(id)}/refunds` : `/v1/${step}`;
}

function opened(unit: Unit, node: Tree, step: string, id: string, path: string): Tree[] {
  const copy = copyOf(unit, id, path);
  node[step] = copy;
  return [copy];
}

/** A list of ids becomes a list of what they name. */
function each(unit: Unit, values: unknown[], path: string): Tree[] {
  for (const [index, value] of values.entries()) {
    if (typeof value === 'string') values[index] = copyOf(unit, value, path);
  }
  return values.filter(isTree);
}

function copyOf(unit: Unit, id: string, path: string): Tree {
  const found = unit.peek(id);
  if (!found) throw cannot(path);
  return present(structuredClone(found), unit.at) as unknown as Tree;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function cannot(path: string): Error {
  const at = path.split('.').pop() ?? path;
  return invalid(`This property cannot be expanded (${at}).`, { param: 'expand' });
}
