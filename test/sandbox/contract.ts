import { Ajv, type ValidateFunction } from 'ajv';
import type { Validate } from '../../src/integrations/stripe/sandbox/calls.js';
import { stripeSchemas } from '../../tools/stripe-schemas.js';

interface Shown {
  object?: string;
  deleted?: boolean;
  data?: unknown;
}

let checker: Checker | undefined;

/** Holds every answer and event of the sandbox against the schemas of the installed package. */
export function contract(): Validate {
  checker ??= new Checker();
  return checker;
}

class Checker implements Validate {
  private readonly schemas = stripeSchemas();
  private readonly ajv = new Ajv({ strict: false, validateSchema: false });
  private readonly checks = new Map<string, ValidateFunction>();

  constructor() {
    this.ajv.addSchema({ $id: 'stripe', definitions: this.schemas.definitions });
  }

  answer({ method, path }: { method: string; path: string }, body: object): void {
    this.check(body as Shown, `${method} ${path}`);
  }

  events(bodies: readonly string[]): void {
    for (const body of bodies) {
      const event = JSON.parse(body) as { type: string; data: { object: Shown } };
      this.check(event as Shown, event.type);
      this.check(event.data.object, event.type);
    }
  }

  knows({ method, path }: { method: string; path: string }, param: string): boolean {
    const route = this.schemas.routes.find((one) => one.method === method && shape(one.path) === shape(path));
    const name = route?.params?.$ref?.replace('#/definitions/', '');
    const params = name === undefined ? route?.params : this.schemas.definitions[name];
    return Object.hasOwn(params?.properties ?? {}, param.split('[')[0] ?? param);
  }

  private check(body: Shown, where: string): void {
    if (body.object === 'list') {
      for (const one of body.data as Shown[]) this.check(one, where);
      return;
    }
    const name = `${body.deleted ? 'deleted_' : ''}${body.object}`;
    const check = this.checkOf(name);
    if (check(body)) return;
    const faults = check.errors?.filter(({ keyword }) => keyword !== 'anyOf').slice(0, 8);
    throw new Error(`${where} answers what is no ${name}: ${JSON.stringify(faults)} in ${JSON.stringify(body)}`);
  }

  private checkOf(name: string): ValidateFunction {
    const known = this.checks.get(name);
    if (known) return known;
    const schema = this.schemas.objects[name];
    if (!schema) throw new Error(`The package knows no object called ${name}.`);
    const check = this.ajv.compile({ $ref: `stripe${schema.$ref}` });
    this.checks.set(name, check);
    return check;
  }
}

function shape(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}
