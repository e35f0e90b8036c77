import { Ajv, type ValidateFunction } from 'ajv';
import type { OpenAPIObject } from '@nestjs/swagger';

type Json = { [name: string]: Json } | Json[] | string | number | boolean | null;

/** Holds every JSON answer of the API against its own description: what is said and what is sent are one. */
export class Described {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true });
  private readonly checks = new Map<string, ValidateFunction | undefined>();
  private paths: { pattern: RegExp; path: string }[] | undefined;

  constructor(private readonly read: () => OpenAPIObject) {}

  /** @throws Error naming the route and what of its answer the description does not say */
  async hold(method: string, url: string, answer: Response): Promise<Response> {
    if (!answer.headers.get('content-type')?.startsWith('application/json')) return answer;
    const [path = ''] = url.split('?');
    const check = this.checkOf(method.toLowerCase(), path, answer.status);
    if (!check) return answer;
    const body: unknown = await answer.clone().json();
    if (!check(body))
      throw new Error(`${method} ${path} answers what is not described: ${this.ajv.errorsText(check.errors)}`);
    return answer;
  }

  private checkOf(method: string, path: string, status: number): ValidateFunction | undefined {
    const described = this.described().find(({ pattern }) => pattern.test(path))?.path;
    const id = `${method} ${described} ${status}`;
    if (!this.checks.has(id)) this.checks.set(id, this.compiled(described, method, status));
    return this.checks.get(id);
  }

  private compiled(path: string | undefined, method: string, status: number): ValidateFunction | undefined {
    const document = JSON.parse(JSON.stringify(this.read())) as Record<string, Json>;
    const schema = at(
      document,
      'paths',
      path ?? '',
      method,
      'responses',
      `${status}`,
      'content',
      'application/json',
      'schema',
    );
    if (schema === undefined) return undefined;
    return this.ajv.compile(closed({ components: document['components'] ?? {}, allOf: [schema] }) as object);
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
  const open = inner['type'] !== 'object' || !inner['properties'] || 'additionalProperties' in inner;
  return open ? inner : { ...inner, additionalProperties: false };
}
