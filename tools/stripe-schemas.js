// JSON Schemas of Stripe's objects and routes, read from the type declarations of the installed package, so that the
// sandbox is held against the very version it pretends to be. `node tools/stripe-schemas.js [file]` writes them;
// tests ask `stripeSchemas()`, which makes them once per version and keeps them in the system's temporary folder.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ROOT = join(dirname(require.resolve('stripe')), '..');
const RESOURCES = join(ROOT, 'cjs', 'resources');

export function stripeSchemas() {
  const version = readFileSync(join(ROOT, 'VERSION'), 'utf8').trim();
  const file = join(tmpdir(), 'revenue-engine-test', `stripe-schemas-${version}.json`);
  if (!existsSync(file)) write(file);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function write(file) {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(derive()));
  renameSync(partial, file);
}

/** `{objects: by Stripe's name, routes: [{method, path, params}], definitions}`; JSON Schema draft 7, closed. */
function derive() {
  const ts = require('typescript');
  const files = readdirSync(RESOURCES, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.d.ts') && !name.startsWith('V2'))
    .map((name) => join(RESOURCES, name));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    types: [],
    noEmit: true,
  });
  const schemas = new Schemas(ts, program.getTypeChecker());
  const sources = program.getSourceFiles().filter(({ fileName }) => files.includes(fileName));
  const objects = Object.assign({}, ...sources.map((source) => objectsOf(ts, source, schemas)));
  const routes = sources.flatMap((source) => routesOf(ts, source, schemas));
  return { objects, routes, definitions: schemas.definitions };
}

/** Turns types into schemas; named types become definitions, so that recursion ends. */
class Schemas {
  definitions = {};
  names = new Map();
  taken = new Set();

  constructor(ts, checker) {
    this.ts = ts;
    this.checker = checker;
  }

  of(type) {
    const { TypeFlags } = this.ts;
    const { flags } = type;
    if (flags & (TypeFlags.Undefined | TypeFlags.Void)) return undefined;
    if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return {};
    if (flags & TypeFlags.Null) return { type: 'null' };
    if (flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral)) return { const: type.value };
    if (flags & TypeFlags.BooleanLiteral) return { const: type.intrinsicName === 'true' };
    if (flags & TypeFlags.String) return { type: 'string' };
    if (flags & TypeFlags.Number) return { type: 'number' };
    if (flags & TypeFlags.Boolean) return { type: 'boolean' };
    if (isDecimal(type)) return { type: 'string' };
    if (type.isUnion()) return this.union(type);
    if (type.isIntersection()) return this.intersection(type);
    if (this.checker.isArrayType(type))
      return { type: 'array', items: this.of(this.checker.getTypeArguments(type)[0]) ?? {} };
    return flags & TypeFlags.Object ? this.object(type) : {};
  }

  union(type) {
    const literal = (one) => one.flags & (this.ts.TypeFlags.StringLiteral | this.ts.TypeFlags.NumberLiteral);
    const literals = type.types.filter(literal).map(({ value }) => value);
    // A union left open by `string & {}` still lists what is known: the sandbox may say nothing else.
    const open = type.types.some((one) => one.isIntersection() && !isDecimal(one));
    const others = type.types.filter((one) => !literal(one) && (isDecimal(one) || !one.isIntersection()));
    const schemas = others.map((one) => this.of(one)).filter(Boolean);
    if (literals.length > 0) schemas.unshift({ enum: literals });
    else if (open) schemas.unshift({ type: 'string' });
    return schemas.length > 1 ? { anyOf: schemas } : schemas[0];
  }

  intersection(type) {
    const parts = type.types.map((one) => this.of(one)).filter(Boolean);
    return parts.some((part) => part.type === 'string') ? { type: 'string' } : { allOf: parts };
  }

  object(type) {
    const { symbol } = type;
    const generic = this.checker.getTypeArguments(type).some((argument) => !argument.isThisType);
    if (!symbol || symbol.name === '__type' || generic) return this.properties(type);
    const name = this.nameOf(symbol);
    if (!this.definitions[name]) {
      this.definitions[name] = {};
      this.definitions[name] = this.properties(type);
    }
    return { $ref: `#/definitions/${name}` };
  }

  properties(type) {
    const properties = {};
    const required = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const [declaration] = property.declarations ?? [];
      const isMethod =
        declaration && (this.ts.isMethodSignature(declaration) || this.ts.isMethodDeclaration(declaration));
      if (isMethod || property.name === 'lastResponse') continue;
      const of = this.checker.getTypeOfSymbol(property);
      const schema = of.getCallSignatures().length > 0 ? undefined : this.of(of);
      if (schema === undefined) continue;
      properties[property.name] = schema;
      if (!(property.flags & this.ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const [index] = this.checker.getIndexInfosOfType(type);
    const additionalProperties = index ? (this.of(index.type) ?? true) : false;
    return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties };
  }

  nameOf(symbol) {
    const known = this.names.get(symbol);
    if (known) return known;
    const parts = [];
    for (let node = symbol.declarations[0]; node && !this.ts.isSourceFile(node); node = node.parent) {
      if (node.name?.text) parts.unshift(node.name.text);
    }
    const file = relative(RESOURCES, symbol.declarations[0].getSourceFile().fileName).split(sep).slice(0, -1);
    const name = [...file, ...parts].join('.');
    const unique = this.taken.has(name) ? `${name}_${this.names.size}` : name;
    this.taken.add(unique);
    this.names.set(symbol, unique);
    return unique;
  }
}

function isDecimal(type) {
  return type.aliasSymbol?.name === 'Decimal' || type.symbol?.name === 'Decimal' || type.symbol?.name === 'DecimalImpl';
}

function objectsOf(ts, source, schemas) {
  const module = schemas.checker.getSymbolAtLocation(source);
  const found = {};
  for (const symbol of module ? schemas.checker.getExportsOfModule(module) : []) {
    const declaration = symbol.declarations?.find(ts.isInterfaceDeclaration);
    const member = declaration?.members.find(({ name }) => name?.getText() === 'object');
    if (!member?.type || !ts.isLiteralTypeNode(member.type)) continue;
    const deleted = symbol.name.startsWith('Deleted') ? 'deleted_' : '';
    found[`${deleted}${member.type.literal.text}`] ??= schemas.of(schemas.checker.getDeclaredTypeOfSymbol(symbol));
  }
  return found;
}

/** Verb and path stand in the compiled resource classes, the parameters in their declarations. */
function routesOf(ts, source, schemas) {
  const compiled = source.fileName.replace(/\.d\.ts$/, '.js');
  if (!existsSync(compiled)) return [];
  const calls = callsIn(ts, compiled);
  return source.statements.filter(ts.isClassDeclaration).flatMap((resource) =>
    resource.members.filter(ts.isMethodDeclaration).flatMap((method) => {
      const call = calls.get(`${resource.name.text}.${method.name.text}`);
      if (!call?.path.startsWith('/v1/')) return [];
      const given = method.parameters.find(({ type }) => type && type.getText().endsWith('Params'));
      return [{ ...call, params: given ? schemas.of(schemas.checker.getTypeFromTypeNode(given.type)) : null }];
    }),
  );
}

function callsIn(ts, file) {
  const calls = new Map();
  const visit = (node, outer) => {
    const resource = ts.isClassDeclaration(node) ? node.name.text : outer.resource;
    const method = ts.isMethodDeclaration(node) ? node.name.text : outer.method;
    if (ts.isCallExpression(node) && node.expression.name?.text === '_makeRequest' && method) {
      const [verb, path] = node.arguments;
      const text = path
        .getText()
        .replace(/\$\{encodeURIComponent\((\w+)\)\}/g, '{$1}')
        .replace(/^['"`]|['"`]$/g, '');
      calls.set(`${resource}.${method}`, { method: verb.text, path: text });
    }
    ts.forEachChild(node, (child) => visit(child, { resource, method }));
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true), {});
  return calls;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write(process.argv[2] ?? 'dist/stripe-schemas.json');
