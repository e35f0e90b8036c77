import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './source.js';
import { Schemas, type Schema } from './schema-of-type.js';

/** What each route answers, by its operation id, and the named schemas these refer to. */
export interface Answers {
  readonly operations: Readonly<Record<string, Schema>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const VERBS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);

/** Reads the controllers' return types: what the compiler holds a route to is what the document says of it. */
export function answersOf(): Answers {
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.build.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ROOT,
  );
  const controllers = fileNames.filter((name) => name.endsWith('.controller.ts'));
  const program = ts.createProgram(controllers, { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const schemas = new Schemas(checker, aliasesOf(program, checker));
  const operations = controllers
    .flatMap((name) => classesOf(program.getSourceFile(name)))
    .flatMap((controller) => routesOf(controller))
    .map(({ id, method }) => [id, schemas.of(returned(method, checker))] as const)
    .filter(([, schema]) => Object.keys(schema).length > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { operations: Object.fromEntries(operations), schemas: schemas.named() };
}

/** Every type that some file of ours gives a name without parameters. */
function aliasesOf(program: ts.Program, checker: ts.TypeChecker): ReadonlyMap<ts.Type, string> {
  const aliases = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(join(ROOT, 'src')))
    .flatMap(({ statements }) => statements.filter(ts.isTypeAliasDeclaration))
    .filter(({ typeParameters }) => !typeParameters)
    .map((alias) => [checker.getTypeAtLocation(alias.name), alias.name.text] as const)
    .filter(([type]) => type.flags & ts.TypeFlags.Object);
  return new Map(aliases);
}

function classesOf(file: ts.SourceFile | undefined): ts.ClassDeclaration[] {
  return file?.statements.filter(ts.isClassDeclaration) ?? [];
}

function routesOf(controller: ts.ClassDeclaration): { id: string; method: ts.MethodDeclaration }[] {
  return controller.members
    .filter(ts.isMethodDeclaration)
    .filter((method) => calls(method).some(({ name }) => VERBS.has(name)))
    .map((method) => ({ id: namedByHand(method) ?? idOf(controller, method), method }));
}

function idOf(controller: ts.ClassDeclaration, method: ts.MethodDeclaration): string {
  const noun = controller.name?.text.replace(/Controller$/, '') ?? '';
  return `${noun.charAt(0).toLowerCase()}${noun.slice(1)}.${method.name.getText()}`;
}

function namedByHand(method: ts.MethodDeclaration): string | undefined {
  const about = calls(method).find(({ name }) => name === 'ApiOperation')?.arguments[0];
  if (!about || !ts.isObjectLiteralExpression(about)) return undefined;
  const id = about.properties.find((one) => one.name?.getText() === 'operationId');
  return id && ts.isPropertyAssignment(id) && ts.isStringLiteral(id.initializer) ? id.initializer.text : undefined;
}

function calls(method: ts.MethodDeclaration): { name: string; arguments: readonly ts.Expression[] }[] {
  return (ts.getDecorators(method) ?? [])
    .map(({ expression }) => expression)
    .filter(ts.isCallExpression)
    .map((call) => ({ name: call.expression.getText(), arguments: call.arguments }));
}

function returned(method: ts.MethodDeclaration, checker: ts.TypeChecker): ts.Type {
  const type = checker.getTypeAtLocation(method).getCallSignatures()[0]?.getReturnType();
  if (!type) throw new Error(`${method.name.getText()} has no type.`);
  return checker.getAwaitedType(type) ?? type;
}
