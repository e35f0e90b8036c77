import type { Ajv, ValidateFunction } from 'ajv';
import type { Validate } from '../calls.js';
import type { FormTree } from '../form.js';
import { StripeFault } from '../sandbox.errors.js';
import { DeclaredForm, type Declared } from './declared-form.js';

/** What the declarations of the installed `stripe` package say, as `tools/stripe-schemas.js` reads them. */
export interface Schemas {
  readonly objects: Readonly<Record<string, Declared>>;
  readonly routes: readonly { readonly method: string; readonly path: string; readonly params: Declared | null }[];
  readonly definitions: Readonly<Record<string, Declared>>;
}

interface Shown {
  object?: string;
  deleted?: boolean;
  data?: unknown;
}

type Told = Shown & { type: string; data: { object: Shown } };
type Where = Parameters<Validate['answer']>[0];

/** The sandbox was about to say or take what the installed package does not allow. Nothing of the call is kept. */
export class BrokenContract extends StripeFault {
  constructor(message: string) {
    super(500, { type: 'api_error', code: 'sandbox_contract', message });
  }
}

/**
 * Holds every request it takes, answer and event of the sandbox against the schemas of the installed package.
 * Stripe's objects refer to each other without end, and compiling one would compile them all. So a reference becomes a
 * keyword of its own, `is`, that compiles what it names when a value first gets there.
 */
export class Checker implements Validate {
  private readonly forms: DeclaredForm;
  private readonly ajv: Ajv;
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly params: ReadonlyMap<string, Declared>;
  private readonly faults: string[] = [];

  /** @param report hears of each breach: what happens of itself has nobody to answer to */
  constructor(
    Validator: typeof Ajv,
    private readonly schemas: Schemas,
    private readonly report: (breach: string) => void = () => undefined,
  ) {
    this.forms = new DeclaredForm(schemas.definitions);
    this.params = new Map(
      schemas.routes.flatMap(({ method, path, params }) => (params ? [[`${method} ${shape(path)}`, params]] : [])),
    );
    this.ajv = new Validator({ strict: false, validateSchema: false });
    this.ajv.addKeyword({
      keyword: 'is',
      schemaType: 'string',
      validate: (name: string, data: unknown) => this.fits(name, data),
    });
  }

  answer({ method, path }: Where, body: object): void {
    this.check(body, `${method} ${path}`);
  }

  events(bodies: readonly string[]): void {
    for (const body of bodies) this.check(JSON.parse(body) as Shown, 'an event');
  }

  request(route: Where, asked: FormTree): void {
    const declared = this.declared(route);
    const wrong = declared && this.forms.wrong(declared, asked);
    if (wrong) this.broken(`${route.method} ${route.path} took what its declaration does not allow: ${wrong}`);
  }

  knows(route: Where, param: string): boolean {
    const declared = this.declared(route);
    return declared !== undefined && this.forms.has(declared, param.match(/[^[\]]+/g) ?? []);
  }

  private declared({ method, path }: Where): Declared | undefined {
    return this.params.get(`${method} ${shape(path)}`);
  }

  private check(body: Shown, where: string): void {
    if (body.object === 'list' || body.object === 'search_result') {
      for (const one of body.data as Shown[]) this.check(one, where);
      return;
    }
    if (body.object === 'event') return this.event(body as Told);
    this.only(body, where);
  }

  /** What an event is about is declared empty and closed in the package; it is checked by its own name. */
  private event(event: Told): void {
    this.only({ ...event, data: { object: {} } }, event.type);
    this.check(event.data.object, event.type);
  }

  private only(body: Shown, where: string): void {
    const name = `${body.deleted ? 'deleted_' : ''}${body.object}`;
    const schema = this.schemas.objects[name];
    if (!schema?.$ref) return this.broken(`The package knows no object called ${name}.`);
    this.faults.length = 0;
    if (this.fits(schema.$ref.replace('#/definitions/', ''), body)) return;
    this.broken(`${where} shows what is no ${name}: ${this.faults.join('; ')}`);
  }

  private fits(name: string, data: unknown): boolean {
    const check = this.checks.get(name) ?? this.compile(name);
    const fits = check(data);
    if (!fits) this.faults.push(`${name}: ${this.ajv.errorsText(check.errors)}`);
    return fits;
  }

  private compile(name: string): ValidateFunction {
    const text = JSON.stringify(this.schemas.definitions[name]).replaceAll('"$ref":"#/definitions/', '"is":"');
    const check = this.ajv.compile(JSON.parse(text) as object);
    this.checks.set(name, check);
    return check;
  }

  /** @throws BrokenContract. It names place and rule, never the object: it goes into the log. */
  private broken(breach: string): never {
    this.report(breach);
    throw new BrokenContract(breach);
  }
}

function shape(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}
