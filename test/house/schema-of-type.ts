import ts from 'typescript';

export type Schema = Readonly<Record<string, unknown>>;

const { TypeFlags } = ts;
const ANYTHING = TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive;
const PLAIN = [
  [TypeFlags.Null, 'null'],
  [TypeFlags.BooleanLike, 'boolean'],
  [TypeFlags.StringLike, 'string'],
  [TypeFlags.NumberLike, 'number'],
] as const;
const NOTHING = TypeFlags.Void | TypeFlags.Undefined | TypeFlags.Never;

/** JSON Schema of what `JSON.stringify` makes of a value of a type. Types with a name become schemas of that name. */
export class Schemas {
  private readonly byName = new Map<string, { type: ts.Type; schema: Schema }>();

  /** @param names what the source calls types whose own name is lost, such as `ReturnType<typeof paymentView>` */
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly names: ReadonlyMap<ts.Type, string>,
  ) {}

  named(): Record<string, Schema> {
    const all = [...this.byName].map(([name, { schema }]) => [name, schema] as const);
    return Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  of(type: ts.Type): Schema {
    if (type.flags & (ANYTHING | NOTHING)) return {};
    if (type.isUnion()) return this.union(type);
    return this.plain(type) ?? this.object(type);
  }

  private plain(type: ts.Type): Schema | undefined {
    const name = PLAIN.find(([flag]) => type.flags & flag)?.[1];
    if (name) return this.literal(type) ?? { type: name };
    if (this.checker.isTupleType(type) || this.checker.isArrayType(type)) return this.array(type as ts.TypeReference);
    return type.symbol?.name === 'Date' ? { type: 'string', format: 'date-time' } : undefined;
  }

  private literal(type: ts.Type): Schema | undefined {
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    return undefined;
  }

  private array(type: ts.TypeReference): Schema {
    return { type: 'array', items: this.any(this.checker.getTypeArguments(type)) };
  }

  private any(types: readonly ts.Type[]): Schema {
    const schemas = distinct(types.map((type) => this.of(type)));
    return schemas.length === 1 && schemas[0] ? schemas[0] : { anyOf: schemas };
  }

  private union(type: ts.UnionType): Schema {
    const members = type.types.filter((one) => !(one.flags & NOTHING));
    if (members.some((one) => one.flags & ANYTHING)) return {};
    const schemas = distinct(members.map((one) => this.of(one)));
    const constants = schemas.flatMap((one) => ('const' in one ? [one['const']] : []));
    const others = schemas.filter((one) => !('const' in one));
    if (constants.length === 2 && constants.every((one) => typeof one === 'boolean'))
      others.unshift({ type: 'boolean' });
    else if (constants.length > 0)
      others.unshift({ enum: constants.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) });
    if (others.length === 1 && others[0]) return others[0];
    const plain = others.every((one) => Object.keys(one).length === 1 && typeof one['type'] === 'string');
    return plain ? { type: others.map((one) => one['type']) } : { anyOf: others };
  }

  private object(type: ts.Type): Schema {
    const name = nameOf(type) ?? this.names.get(type);
    if (name === undefined) return this.members(type);
    const known = this.byName.get(name);
    if (known && known.type !== type) return this.members(type);
    if (!known) {
      this.byName.set(name, { type, schema: {} });
      this.byName.set(name, { type, schema: this.members(type) });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private members(type: ts.Type): Schema {
    const entries = this.checker.getPropertiesOfType(type).flatMap((member) => {
      const of = this.checker.getTypeOfSymbol(member);
      return of.getCallSignatures().length > 0 ? [] : [{ member, of }];
    });
    const rest = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const required = entries
      .filter(({ member, of }) => !(member.flags & ts.SymbolFlags.Optional) && !allowsUndefined(of))
      .map(({ member }) => member.name);
    return {
      type: 'object',
      ...(required.length > 0 ? { required } : {}),
      ...(entries.length > 0
        ? { properties: Object.fromEntries(entries.map(({ member, of }) => [member.name, this.of(of)])) }
        : {}),
      ...(rest ? { additionalProperties: this.of(rest) } : {}),
    };
  }
}

/** A name of its own, unless it is a generic one such as `List<PaymentView>`, which is written out. */
function nameOf(type: ts.Type): string | undefined {
  if (type.aliasSymbol) return type.aliasTypeArguments?.length ? undefined : type.aliasSymbol.name;
  if ((type as ts.TypeReference).typeArguments?.length) return undefined;
  const name = type.symbol?.name;
  return name === undefined || name.startsWith('__') ? undefined : name;
}

function allowsUndefined(type: ts.Type): boolean {
  if (type.flags & NOTHING) return true;
  return type.isUnion() && type.types.some((one) => one.flags & TypeFlags.Undefined);
}

function distinct(schemas: readonly Schema[]): Schema[] {
  return [...new Map(schemas.map((one) => [JSON.stringify(one), one])).values()];
}
