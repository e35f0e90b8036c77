import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { VERSION } from '../ops/build.js';
import { keptAnswers } from './answers.js';

export type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The description of the API in OpenAPI 3.1, made from the controllers of a running app.
 * @param besides routes that no controller knows
 */
export function buildOpenApi(app: INestApplication, besides: Readonly<Record<string, PathItem>> = {}): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Revenue Engine')
    .setDescription(
      'Billing, ledger, webhooks and analytics. Amounts are in major units; lists are paged by cursor; refusals are RFC 9457 problems.',
    )
    .setVersion(VERSION)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'rvn_...' }, 'key')
    .build();
  const document = SwaggerModule.createDocument(app, head, { operationIdFactory: idOf });
  Object.assign(document.paths, structuredClone(besides));
  const answers = keptAnswers();
  for (const operation of operationsOf(document)) complete(operation, answers.operations);
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...withOptionals(document), ...answers.schemas, Problem: PROBLEM },
    },
  };
}

function operationsOf(document: OpenAPIObject): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
}

function complete(
  { method, operation }: { method: string; operation: Operation },
  answers: Readonly<Record<string, object>>,
): void {
  const { 'x-scope': scope } = operation as { 'x-scope'?: string };
  operation.summary ??= inWords(operation.operationId ?? '');
  const answer = answers[operation.operationId ?? ''];
  for (const [status, response] of Object.entries(operation.responses))
    if (answer && status.startsWith('2'))
      Object.assign(response ?? {}, { content: { 'application/json': { schema: answer } } });
  operation.responses = { ...operation.responses, default: REFUSAL };
  if (scope === undefined) return;
  operation.security = [{ key: scope === 'any' ? [] : [scope] }];
  if (method === 'post') Object.assign(operation, { 'x-idempotency': 'accepted', ...pick(operation, 'x-idempotency') });
}

function pick(operation: object, name: string): object {
  return name in operation ? { [name]: (operation as Record<string, unknown>)[name] } : {};
}

/** `PaymentController.refund` -> `payment.refund`; a route that is named by hand keeps its name. */
function idOf(controller: string, method: string): string {
  const noun = controller.replace(/Controller$/, '');
  return `${noun.charAt(0).toLowerCase()}${noun.slice(1)}.${method}`;
}

function inWords(id: string): string {
  const words = id.replace(/[.]/g, ' ').replace(/([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What may be left out of a body is said once, by the rule that checks it. */
function withOptionals(document: OpenAPIObject): Record<string, object> {
  const optional = optionalMembers();
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => {
    if (!('required' in schema) || !schema.required) return [name, schema] as const;
    const required = schema.required.filter((member) => !optional.has(`${name}.${member}`));
    return [name, { ...schema, required }] as const;
  });
  return Object.fromEntries(schemas);
}

/** What `@IsOptional` leaves in class-validator's store. */
const CONDITIONAL = 'conditionalValidation';

function optionalMembers(): Set<string> {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<unknown, { type: string; target: unknown; propertyName: string }[]>;
  };
  const rules = [...validationMetadatas.values()].flat().filter(({ type }) => type === CONDITIONAL);
  return new Set(
    rules.map(({ target, propertyName }) => `${typeof target === 'function' ? target.name : ''}.${propertyName}`),
  );
}

const REFUSAL = {
  description: 'A refusal, as a problem.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const text = (description: string) => ({ type: 'string', description });

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details. Further members are facts of the problem.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'errors', 'request_id', 'help'],
  properties: {
    type: text('Names the kind of problem; the same for every occurrence.'),
    title: text('The kind in words.'),
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: text('What is wrong this time.'),
    instance: text('The path that was asked for.'),
    code: text('Stable, to switch on.'),
    errors: {
      type: 'array',
      description: 'Every fault of the input, at most 50.',
      items: {
        type: 'object',
        properties: { pointer: text('Where.'), code: text('Which rule.'), detail: text('In words.') },
      },
    },
    request_id: text('Under which the request was logged.'),
    help: text('Where it is documented.'),
  },
};
