import { Ajv, type ValidateFunction } from 'ajv';
import type { OpenAPIObject } from '@nestjs/swagger';

type Json = { [name: string]: Json } | Json[] | string | number | boolean | null;

interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string;
}

/** Holds every JSON answer of the API against its own description: what is said and what is sent are one. */
export class Described {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true });
  private readonly checks = new Map<string, ValidateFunction>();
  private paths: { pattern: RegExp; path: string }[] | undefined;

  constructor(private readonly read: () => OpenAPIObject) {}

  /** @throws Error naming the route and what of its answer the description does not say */
  async hold(method: string, url: string, answer: Response): Promise<Response> {
    const [type = ''] = answer.headers.get('content-type')?.split(';') ?? [];
    if (!['application/json', 'application/problem+json'].includes(type)) return answer;
    const [path = ''] = url.split('?');
    const described = this.described().find(({ pattern }) => pattern.test(path))?.path;
    if (described === undefined) return answer;
    const check = this.checkOf({ method: method.toLowerCase(), path: described, status: answer.status, type });
    if (!check(await answer.clone().json()))
      throw new Error(`${method} ${path} answers what is not described: ${this.ajv.errorsText(check.errors)}`);
    return answer;
  }

  private checkOf(answered: Answered): ValidateFunction {
    const id = Object.values(answered).join(' ');
    const known = this.checks.get(id) ?? this.ajv.compile(this.schemaOf(answered));
    this.checks.set(id, known);
    return known;
  }

  private schemaOf({ method, path, status, type }: Answered): object {
    const document = JSON.parse(JSON.stringify(this.read())) as Record<string, Json>;
    const responses = at(document, 'paths', path, method, 'responses');
    const response = at(responses, `${status}`) ?? at(responses, 'default');
    const schema = at(response, 'content', type, 'schema');
    if (schema === undefined) throw new Error(`${method} ${path} answers ${status} ${type}, which is not described.`);
    return closed({ components: document['components'] ?? {}, allOf: [schema] }) as object;
  }

  /** Addresses without a parameter come first, as the router takes them. */
  private described(): { pattern: RegExp; path: string }[] {
    return (this.paths ??= Object.keys(this.read().paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`) })));
  }
}

function at(value: Json | undefined, ...names: string[]): Json | undefined {
  return names.reduce<Json | undefined>(
    (found, name) => (found && typeof found === 'object' && !Array.isArray(found) ? found[name] : undefined),
    value,
  );
}

/** A described object has the members it names and no others. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const { description } = inner;
  const facts = typeof description === 'string' && description.startsWith('RFC 9457');
  const open = facts || inner['type'] !== 'object' || !inner['properties'] || 'additionalProperties' in inner;
  return open ? inner : { ...inner, additionalProperties: false };
}
