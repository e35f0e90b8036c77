import { Ajv, type ValidateFunction } from 'ajv';
import type { Validate } from '../../src/integrations/stripe/sandbox/calls.js';
import type { FormTree } from '../../src/integrations/stripe/sandbox/form.js';
import { stripeSchemas } from '../../tools/stripe-schemas.js';
import { DeclaredForm, type Declared } from './declared-form.js';

interface Shown {
  object?: string;
  deleted?: boolean;
  data?: unknown;
}

type Told = Shown & { type: string; data: { object: Shown } };

let checker: Checker | undefined;

/** Holds every request it takes, answer and event of the sandbox against the schemas of the installed package. */
export function contract(): Validate {
  checker ??= new Checker();
  return checker;
}

/**
 * Stripe's objects refer to each other without end, and compiling one would compile them all. So a reference becomes a
 * keyword of its own, `is`, that compiles what it names when a value first gets there.
 */
class Checker implements Validate {
  private readonly schemas = stripeSchemas();
  private readonly forms = new DeclaredForm(this.schemas.definitions as Record<string, Declared>);
  private readonly ajv = new Ajv({ strict: false, validateSchema: false });
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly faults: string[] = [];

  constructor() {
    this.ajv.addKeyword({
      keyword: 'is',
      schemaType: 'string',
      validate: (name: string, data: unknown) => this.fits(name, data),
    });
  }

  answer({ method, path }: { method: string; path: string }, body: object): void {
    this.check(body, `${method} ${path}`);
  }

  events(bodies: readonly string[]): void {
    for (const body of bodies) this.check(JSON.parse(body) as Shown, 'an event');
  }

  request(route: { method: string; path: string }, asked: FormTree): void {
    const declared = this.declared(route);
    const wrong = declared && this.forms.wrong(declared, asked);
    if (wrong) throw new Error(`${route.method} ${route.path} took what its declaration does not allow: ${wrong}`);
  }

  knows(route: { method: string; path: string }, param: string): boolean {
    const declared = this.declared(route);
    return declared !== undefined && this.forms.has(declared, param.match(/[^[\]]+/g) ?? []);
  }

  private declared({ method, path }: { method: string; path: string }): Declared | undefined {
    const route = this.schemas.routes.find((one) => one.method === method && shape(one.path) === shape(path));
    return route?.params as Declared | undefined;
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
    if (!schema?.$ref) throw new Error(`The package knows no object called ${name}.`);
    this.faults.length = 0;
    if (this.fits(schema.$ref.replace('#/definitions/', ''), body)) return;
    throw new Error(`${where} shows what is no ${name}: ${this.faults.join('; ')} in ${JSON.stringify(body)}`);
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
}

function shape(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}
