import ts from 'typescript';
import { DomainError, type Refusal } from '../../src/kernel/domain-error.js';
import { problemOf } from '../../src/platform/http/problem.js';
import { adviceOn } from './problem-advice.js';
import { nodesOf, type SourceFile } from './source.js';

export interface CataloguedProblem {
  readonly code: string;
  readonly title: string;
  readonly kind: Refusal;
  readonly status: number;
  readonly says: string;
  readonly facts: readonly string[];
}

const CODE = /^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/;

/** Every refusal the source can give: classes that extend DomainError, and faults of single fields. */
export function problemsIn(files: readonly SourceFile[]): CataloguedProblem[] {
  const classes = files.flatMap((file) => [...nodesOf(file)].filter(ts.isClassDeclaration));
  const byName = new Map(classes.map((one) => [one.name?.text ?? '', one]));
  const refusals = classes.filter((one) => ancestry(one, byName).at(-1) === 'DomainError' && !isAbstract(one));
  const problems = refusals.flatMap((one) => {
    const codes = codesOf(one);
    return codes.map((code) => ({ code, ...kindOf(one, byName), ...wordsOf(maker(one, byName)) }));
  });
  const faults = files.flatMap((file) => [...nodesOf(file)].flatMap(faultOf));
  const known = new Set(problems.map(({ code }) => code));
  return [...problems, ...faults.filter(({ code }) => !known.has(code))].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** Codes that two refusals share: a client could not tell them apart. */
export function sharedCodes(problems: readonly CataloguedProblem[]): string[] {
  const codes = problems.map(({ code }) => code);
  return codes.filter((code, index) => codes.indexOf(code) !== index);
}

export function catalogueOf(problems: readonly CataloguedProblem[]): string {
  const unique = new Map(problems.map((problem) => [problem.code, problem]));
  const rows = [...unique.values(), INTERNAL].map(rowOf);
  return `# Problems
Every refusal of the API is \`application/problem+json\` (RFC 9457). \`type\` is \`urn:problem:<code>\`; switch on \`code\`, show
\`detail\`. The facts stand beside the standard members. Several faults of one request are listed in \`errors\`, each with a
JSON pointer into the body, or \`?name\` of the query. *Retry* says whether the same request may be sent again as it is:
under the key it had, or not at all. This table is made from the source by \`npm run docs\`.

| code | title | kind | status | when it happens | what to do | retry | facts |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

const INTERNAL = {
  code: 'internal',
  title: 'Internal error',
  kind: '',
  status: 500,
  says: 'Something went wrong on our side. It was recorded under the request id.',
  facts: [],
} as const;

function rowOf(problem: CataloguedProblem | typeof INTERNAL): string {
  const { code, title, kind, status, says, facts } = problem;
  const { todo, retry } = adviceOn(problem);
  return `| \`${code}\` | ${title} | ${kind} | ${status} | ${says} | ${todo} | ${retry} | ${facts.join(', ')} |`;
}

function ancestry(one: ts.ClassDeclaration, byName: Map<string, ts.ClassDeclaration>): string[] {
  const parent = one.heritageClauses
    ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText();
  if (parent === undefined) return [];
  const above = byName.get(parent);
  return [parent, ...(above && parent !== 'DomainError' ? ancestry(above, byName) : [])];
}

function isAbstract(one: ts.ClassDeclaration): boolean {
  return one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
}

/** The literal of a property, its own or inherited. */
function property(
  one: ts.ClassDeclaration,
  name: string,
  byName: Map<string, ts.ClassDeclaration>,
): string | undefined {
  const own = one.members
    .filter(ts.isPropertyDeclaration)
    .find((member) => member.name.getText() === name)?.initializer;
  if (own) return ts.isStringLiteral(own) || ts.isNumericLiteral(own) ? own.text : undefined;
  const [parent = ''] = ancestry(one, byName);
  const above = byName.get(parent);
  return above && property(above, name, byName);
}

/** Its code; where that is chosen when it is thrown, the codes its constructor names. */
function codesOf(one: ts.ClassDeclaration): string[] {
  const own = property(one, 'code', new Map());
  if (own !== undefined) return [own];
  return [...descendants(one)].filter(ts.isStringLiteral).flatMap(({ text }) => (CODE.test(text) ? [text] : []));
}

type Kind = Pick<CataloguedProblem, 'title' | 'kind' | 'status'>;

function kindOf(one: ts.ClassDeclaration, byName: Map<string, ts.ClassDeclaration>): Kind {
  const kind = property(one, 'kind', byName) as Refusal;
  const { status, body } = problemOf(new Refused(kind, one.name?.text ?? ''), '/', '');
  return { title: String(body['title']), kind, status: Number(property(one, 'status', byName) ?? status) };
}

/** Whose constructor says the words: its own, or the nearest above. */
function maker(one: ts.ClassDeclaration, byName: Map<string, ts.ClassDeclaration>): ts.ClassDeclaration {
  const [parent = ''] = ancestry(one, byName);
  const above = byName.get(parent);
  return one.members.some(ts.isConstructorDeclaration) || !above ? one : maker(above, byName);
}

class Refused extends DomainError {
  readonly code = 'house/any';

  constructor(
    readonly kind: Refusal,
    override readonly name: string,
  ) {
    super('');
  }
}

function wordsOf(one: ts.ClassDeclaration): Pick<CataloguedProblem, 'says' | 'facts'> {
  const call = [...descendants(one)].find(
    (node): node is ts.CallExpression =>
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword,
  );
  const [message, facts] = call?.arguments ?? [];
  const keys = facts ? [...descendants(facts)].filter(ts.isObjectLiteralExpression) : [];
  const names = keys.flatMap(({ properties }) => properties.flatMap((part) => part.name?.getText() ?? []));
  return { says: inWords(message, one), facts: names.map((name) => `\`${name.replaceAll("'", '')}\``) };
}

function inWords(message: ts.Node | undefined, one: ts.Node): string {
  const literal = literalOf(message);
  if (literal !== undefined) return literal;
  const given = [...descendants(one)].filter(ts.isStringLiteralLike).filter(({ text }) => text.includes(' '));
  return given.map(({ text }) => text).join(' / ') || 'The detail says what is wrong.';
}

function literalOf(node: ts.Node | undefined): string | undefined {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  if (!node || !ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => `…${literal.text}`)].join('');
}

function faultOf(node: ts.Node): CataloguedProblem[] {
  if (!ts.isObjectLiteralExpression(node)) return [];
  const part = (name: string): ts.Node | undefined =>
    node.properties.filter(ts.isPropertyAssignment).find((one) => one.name.getText() === name)?.initializer;
  const code = literalOf(part('code'));
  if (code === undefined || !CODE.test(code)) return [];
  return [
    {
      code,
      title: 'Invalid request',
      kind: 'invalid',
      status: 422,
      says: inWords(part('detail'), enclosing(node)),
      facts: [],
    },
  ];
}

/** The function a fault stands in, which holds its words where they are a variable. */
function enclosing(node: ts.Node): ts.Node {
  return ts.findAncestor(node, ts.isFunctionLike) ?? node;
}

function* descendants(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* descendants(child);
}
