import { ApiQuery } from '@nestjs/swagger';
import { createParamDecorator, Injectable, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Cursors } from './cursors.js';
import type { Filter } from './filters.js';
import { InvalidRequest, type RequestFault } from './http.errors.js';
import { Page, type Condition, type Operator } from './page.js';

export type Filters = Readonly<Record<string, Filter>>;

interface AskedList {
  readonly filters: Filters;
  readonly query: Readonly<Record<string, unknown>>;
  readonly route: string;
}

const OPERATORS: Readonly<Record<string, Operator>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };
const DEFAULT_LIMIT = 20;
const MOST = 100;

/** Reads `limit`, `cursor` and the filters of a list; whatever else stands in the query is refused. */
@Injectable()
export class PagePipe implements PipeTransform<AskedList, Page> {
  constructor(private readonly cursors: Cursors) {}

  transform({ filters, query, route }: AskedList): Page {
    const faults: RequestFault[] = [];
    const { limit, cursor, ...rest } = query;
    const conditions = Object.entries(rest).flatMap(([name, value]) => conditionOf(name, value, filters, faults));
    const rows = limitOf(limit, faults);
    if (faults.length > 0) throw new InvalidRequest(faults);

    const list = [
      route,
      ...conditions.map((one) => JSON.stringify([one.name, one.operator, one.values])).toSorted(),
    ].join(' ');
    const after = cursor === undefined ? undefined : this.cursors.read(typeof cursor === 'string' ? cursor : '', list);
    return new Page(rows, after, conditions, this.cursors, list);
  }
}

const Asked = createParamDecorator((filters: Filters, context: ExecutionContext): AskedList => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { filters, query: request.query as Record<string, unknown>, route: request.routeOptions.url ?? '' };
});

/** The page a list route was asked for: `@Paged({ status: words('open', 'paid'), created_at: instants }) page: Page`. */
export const Paged =
  (filters: Filters = {}): ParameterDecorator =>
  (target, method, index) => {
    Asked(filters, PagePipe)(target, method, index);
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
    if (method === undefined || !descriptor) return;
    for (const describe of describing(filters)) describe(target, method, descriptor);
  };

function describing(filters: Filters): MethodDecorator[] {
  const optional = { required: false };
  const ranges = (name: string) => Object.keys(OPERATORS).map((word) => `${name}[${word}]`);
  return [
    ApiQuery({
      ...optional,
      name: 'limit',
      schema: { type: 'integer', minimum: 1, maximum: MOST, default: DEFAULT_LIMIT },
    }),
    ApiQuery({
      ...optional,
      name: 'cursor',
      description: 'The `next_cursor` of the page before.',
      schema: { type: 'string' },
    }),
    ...Object.entries(filters).flatMap(([name, { range, rule }]) =>
      (range ? ranges(name) : [name]).map((one) =>
        ApiQuery({ ...optional, name: one, description: `Must be ${rule}.`, schema: { type: 'string' } }),
      ),
    ),
  ];
}

function limitOf(given: unknown, faults: RequestFault[]): number {
  if (given === undefined) return DEFAULT_LIMIT;
  const limit = typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= MOST) return limit;
  faults.push({
    pointer: '?limit',
    code: 'request/bad-limit',
    detail: `The limit is a whole number from 1 to ${MOST}.`,
  });
  return DEFAULT_LIMIT;
}

function conditionOf(given: string, value: unknown, filters: Filters, faults: RequestFault[]): Condition[] {
  const [, name = '', word] = /^(\w+)(?:\[(\w+)\])?$/.exec(given) ?? [];
  const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
  const operator = word === undefined ? '=' : OPERATORS[word];
  if (!filter || !operator || filter.range !== (operator !== '=')) {
    faults.push({
      pointer: `?${given}`,
      code: 'request/unknown-filter',
      detail: 'This list is not filtered by that.',
    });
    return [];
  }
  if (typeof value !== 'string' || value === '') {
    faults.push(badFilter(given, 'a value, given once'));
    return [];
  }
  const values = (filter.range ? [value] : value.split(',')).map((text) => filter.read(text));
  if (values.some((one) => one === undefined)) {
    faults.push(badFilter(given, filter.rule));
    return [];
  }
  return [{ name, filter, operator, values: values as (string | boolean)[] }];
}

function badFilter(given: string, rule: string): RequestFault {
  return { pointer: `?${given}`, code: 'request/bad-filter', detail: `The value must be ${rule}.` };
}
