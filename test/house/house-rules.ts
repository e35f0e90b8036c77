import { basename, dirname } from 'node:path';
import ts from 'typescript';
import { nodesOf, type SourceFile } from './source.js';

/** A rule of the house no linter knows: what it is about, where it looks, and a file that breaks it. */
export interface HouseRule {
  readonly name: string;
  readonly about: RegExp;
  readonly except?: RegExp;
  /** @returns the offending pieces of a file, as they stand in it */
  readonly faults: (file: SourceFile) => string[];
  readonly broken: SourceFile;
}

const BROWSER = /^src\/(dashboard\/page|admin\/components)\//;
const ROLES = new Set([
  'module',
  'entities',
  'events',
  'entity',
  'service',
  'controller',
  'dto',
  'errors',
  'queries',
  'job',
  'fold',
  'view',
  'views',
  'metrics',
  'consumer',
]);

export const HOUSE_RULES: readonly HouseRule[] = [
  {
    name: 'time comes from the clock: nothing else says new Date() without an instant',
    about: /^(src|migrations)\//,
    except: /^src\/kernel\/clock\.ts$|\.spec\.ts$|^src\/(dashboard\/page|admin\/components)\//,
    faults: (file) =>
      found(
        file,
        (node) => ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length,
      ),
    broken: { path: 'src/modules/a/a.service.ts', text: 'const at = new Date();' },
  },
  {
    name: 'a thing lives with what it is about: no drawers for odds and ends',
    about: /^(src|test)\//,
    faults: ({ path }) =>
      [...dirname(path).split('/'), basename(path).split('.')[0] ?? ''].filter((part) => DRAWERS.has(part)),
    broken: { path: 'src/platform/http/constants.ts', text: '' },
  },
  {
    name: 'a file of a module says its role in its name, and there are few roles',
    about: /^src\/modules\//,
    faults: ({ path }) => (fileNameIsKnown(basename(path)) ? [] : [basename(path)]),
    broken: { path: 'src/modules/a/payment.repository.ts', text: '' },
  },
  {
    name: 'names are nouns and verbs of the business: no I, Impl, Manager, Handler, Processor, Util, handleX, processX, executeX',
    about: /^src\//,
    except: BROWSER,
    faults: (file) =>
      found(file, (node) =>
        named(node, /^I[A-Z][a-z]|(Impl|Manager|Handler|Processor|Utils?)$/, /^(handle|process|execute)[A-Z]/),
      ),
    broken: { path: 'src/modules/a/a.service.ts', text: 'class PaymentManager { handlePayment() {} }' },
  },
  {
    name: 'no rule is switched off in place',
    about: /^(src|test|migrations|bench)\//,
    except: /^test\/house\/house-rules\.ts$/,
    faults: ({ text }) => text.match(/(ox|es)lint-disable\S*|@ts-(ignore|nocheck)|istanbul ignore|\bas any\b/g) ?? [],
    broken: { path: 'src/kernel/a.ts', text: '// @ts-ignore\nconst a = b as any;' },
  },
  {
    name: 'tests wait for what they want to see, looking often, never for time to pass',
    about: /^test\/|\.spec\.ts$/,
    except: /^test\/house\//,
    faults: ({ text }) => text.match(/\b(setTimeout|sleep|delay)\(([^()]*,\s*)?\d[\d_]{2,}\)/g) ?? [],
    broken: { path: 'test/a/a.spec.ts', text: 'await new Promise((done) => setTimeout(done, 500));' },
  },
  {
    name: 'a migration waits five seconds for a lock, can be undone and says what it is for',
    about: /^migrations\//,
    faults: ({ text }) =>
      [
        [`set local lock_timeout = '5s'`, text.includes(`set local lock_timeout = '5s'`)],
        ['down()', /override (async )?down\(\)/.test(text)],
        ['/** ... */', /\/\*\*[^]+?\*\/\s*export class/.test(text)],
      ].flatMap(([part, there]) => (there ? [] : [`lacks ${String(part)}`])),
    broken: { path: 'migrations/Migration1_a.ts', text: 'export class Migration1_a extends Migration {}' },
  },
  {
    name: 'what is not cleared by null does not take it: `IsOptional` stands only where null means something',
    about: /\.dto\.ts$/,
    faults: (file) => found(file, takesNullWithoutMeaning),
    broken: { path: 'src/modules/a/a.dto.ts', text: 'class ABody { @IsOptional() @IsString() name?: string; }' },
  },
  {
    name: 'a table is asked only by its owner: everybody else asks the owner, or hears of it',
    about: /^src\//,
    except: /\.spec\.ts$|^src\/cli\/shadow\//,
    faults: ({ path, text }) => {
      const owner = /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? /^src\/([^/]+)/.exec(path)?.[1];
      return [...text.matchAll(/\b(?:from|join|into|update)\s+([a-z]+)(?:_[a-z]+)+\b/g)]
        .filter(([, of = '']) => OWNERS.has(of) && of !== owner)
        .map(([clause]) => clause);
    },
    broken: { path: 'src/modules/analytics/a.queries.ts', text: '`select 1 from billing_subscription_version`' },
  },
];

/** The first word of a table's name. */
const OWNERS = new Set(['analytics', 'billing', 'customers', 'ledger', 'platform', 'webhooks']);

const DRAWERS = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'types',
  'interfaces',
  'constants',
  'misc',
]);

export function faultsIn(rule: HouseRule, files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => rule.about.test(path) && !rule.except?.test(path))
    .flatMap((file) => rule.faults(file).map((fault) => `${file.path}: ${fault}`));
}

function found(file: SourceFile, offends: (node: ts.Node) => boolean): string[] {
  return [...nodesOf(file)].filter(offends).map((node) => node.getText().split('\n')[0] ?? '');
}

/** A decorator of our own that wraps it hides the member: there it never stands. */
function takesNullWithoutMeaning(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'IsOptional') return false;
  const member = node.parent.parent;
  if (!ts.isDecorator(node.parent) || !ts.isPropertyDeclaration(member)) return true;
  const kinds = member.type && ts.isUnionTypeNode(member.type) ? member.type.types : [member.type];
  return !kinds.some((kind) => kind?.getText() === 'null');
}

function fileNameIsKnown(name: string): boolean {
  const [stem = '', ...roles] = name.replace(/\.ts$/, '').split('.');
  if (roles.at(-1) === 'spec') roles.pop();
  if (roles.at(-1) === 'property') roles.pop();
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) && roles.length <= 1 && roles.every((role) => ROLES.has(role));
}

function named(node: ts.Node, types: RegExp, verbs: RegExp): boolean {
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) return types.test(node.name?.text ?? '');
  // What is overridden was named elsewhere.
  if (ts.isMethodDeclaration(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword))
    return false;
  if (ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) return verbs.test(node.name?.getText() ?? '');
  return false;
}
