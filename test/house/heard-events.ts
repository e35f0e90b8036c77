import { join } from 'node:path';
import ts from 'typescript';
import { ROOT, type SourceFile } from './source.js';

const EVENT_NAME = /^[a-z]+\.[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** What listeners read of an event and its maker does not tell: they know each other by these names only. */
export class Hearing {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  /** `RefundIssued` -> its data. */
  private readonly makers = new Map<string, ts.Type>();
  private readonly names = new Set<string>();

  /** @param listeners files called `on-<event>.ts` @param declarations files called `<module>.events.ts` */
  constructor(
    private readonly listeners: readonly SourceFile[],
    declarations: readonly SourceFile[],
  ) {
    this.program = programOf([...listeners, ...declarations]);
    this.checker = this.program.getTypeChecker();
    for (const maker of declarations) this.file(maker).forEachChild((node) => this.learn(node));
  }

  faults(): string[] {
    return this.listeners.flatMap((listener) => [
      ...this.unknownNames(listener).map((name) => `${listener.path}: nobody tells ${name}`),
      ...this.heardBy(listener).flatMap((heard) => this.missing(heard).map((fault) => `${listener.path}: ${fault}`)),
    ]);
  }

  /** Every event a maker declares. */
  get told(): readonly string[] {
    return [...this.names];
  }

  get size(): number {
    return this.listeners.reduce((sum, listener) => sum + this.heardBy(listener).length, 0);
  }

  private learn(node: ts.Node): void {
    if (!ts.isTypeAliasDeclaration(node)) return;
    const type = this.checker.getTypeAtLocation(node.name);
    const [name, data] = ['type', 'data'].map((part) => this.checker.getPropertyOfType(type, part));
    if (!name || !data) return;
    this.makers.set(node.name.text, this.checker.getTypeOfSymbolAtLocation(data, node));
    const word = this.checker.getTypeOfSymbolAtLocation(name, node);
    if (word.isStringLiteral()) this.names.add(word.value);
  }

  private heardBy(listener: SourceFile): ts.Node[] {
    const heard: ts.Node[] = [];
    this.file(listener).forEachChild((node) => {
      const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
      if (isType && node.name.text.endsWith('Heard')) heard.push(node.name);
    });
    return heard;
  }

  private missing(heard: ts.Node): string[] {
    const event = heard.getText().replace(/Heard$/, '');
    const told = this.makers.get(event);
    if (!told) return [`${heard.getText()} hears of no event type ${event}`];
    const wanted = this.checker.getTypeAtLocation(heard);
    if (this.checker.isTypeAssignableTo(told, wanted)) return [];
    return [`${event} tells ${this.checker.typeToString(told)}, which is not what ${heard.getText()} reads`];
  }

  private unknownNames(listener: SourceFile): string[] {
    const names: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) && EVENT_NAME.test(node.text)) names.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(this.file(listener));
    return names.filter((name) => !this.names.has(name));
  }

  private file({ path }: SourceFile): ts.SourceFile {
    const file = this.program.getSourceFile(join(ROOT, path));
    if (!file) throw new Error(`${path} is not part of the program.`);
    return file;
  }
}

/** The files as given, which need not stand in the tree; whatever they import does. */
function programOf(files: readonly SourceFile[]): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, incremental: false, noEmit: true },
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const given = new Map(files.map(({ path, text }) => [join(ROOT, path), text]));
  const inTree = { read: host.readFile.bind(host), exists: host.fileExists.bind(host) };
  host.readFile = (name) => given.get(name) ?? inTree.read(name);
  host.fileExists = (name) => given.has(name) || inTree.exists(name);
  return ts.createProgram([...given.keys()], { ...options, tsBuildInfoFile: undefined }, host);
}
