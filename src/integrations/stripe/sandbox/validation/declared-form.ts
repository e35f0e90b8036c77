import type { FormTree, FormValue } from '../form.js';

/** A declaration of the package as JSON Schema, as far as parameters use it. */
export interface Declared {
  readonly $ref?: string;
  readonly anyOf?: readonly Declared[];
  readonly enum?: readonly unknown[];
  readonly const?: string | number | boolean;
  readonly type?: string;
  readonly items?: Declared;
  readonly properties?: Readonly<Record<string, Declared>>;
  readonly additionalProperties?: Declared | boolean;
}

/** Parameters on the wire are text: this reads them by what the package declares, as Stripe does. */
export class DeclaredForm {
  constructor(private readonly definitions: Readonly<Record<string, Declared>>) {}

  /** Whether a declaration has a parameter at the end of these names. */
  has(declared: Declared, [name, ...rest]: readonly string[]): boolean {
    if (name === undefined) return true;
    return this.kinds(declared).some((kind) => {
      const below = partOf(kind, name);
      return below !== undefined && this.has(below, rest);
    });
  }

  /** The first value that is none of those declared, by its name; undefined when all are. */
  wrong(declared: Declared, value: FormValue, name = ''): string | undefined {
    const kinds = this.kinds(declared);
    if (typeof value === 'string') {
      // An empty text clears, whatever the parameter is.
      return value === '' || kinds.some((kind) => reads(kind, value)) ? undefined : `${name}=${value}`;
    }
    const found = kinds.map((kind) => this.wrongIn(kind, value, name));
    return found.some((one) => one === undefined) ? undefined : (found[0] ?? name);
  }

  private wrongIn(kind: Declared, value: FormTree | FormValue[], name: string): string | undefined {
    const entries: readonly [string, FormValue][] = Object.entries(value);
    if (Array.isArray(value) !== (kind.type === 'array')) return name;
    for (const [key, one] of entries) {
      const [below, at] = [partOf(kind, key), name === '' ? key : `${name}[${key}]`];
      const wrong = below === undefined ? at : this.wrong(below, one, at);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  /** A declaration without names and choices: what it may be. */
  private kinds({ $ref, anyOf, ...kind }: Declared): Declared[] {
    const named = $ref === undefined ? undefined : this.definitions[$ref.replace('#/definitions/', '')];
    if (named) return this.kinds(named);
    return anyOf ? anyOf.flatMap((one) => this.kinds(one)) : [kind];
  }
}

function partOf(
  { type, items, properties, additionalProperties: others }: Declared,
  name: string,
): Declared | undefined {
  if (type === 'array') return /^\d+$/.test(name) ? items : undefined;
  const own = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (own) return own;
  if (others === true) return {};
  return typeof others === 'object' ? others : undefined;
}

/** Whether a text is a value of that kind. */
function reads({ type, enum: values, const: only, properties }: Declared, text: string): boolean {
  if (values) return values.map(String).includes(text);
  if (only !== undefined) return `${only}` === text;
  if (type === 'number' || type === 'integer') return /^-?\d+(\.\d+)?$/.test(text);
  if (type === 'boolean') return text === 'true' || text === 'false';
  return type === 'string' || (type === undefined && properties === undefined);
}
