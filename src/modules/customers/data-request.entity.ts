import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { Customer } from './customer.entity.js';
import { RequestDecided, SecondPersonNeeded } from './data-request.errors.js';
import { Person } from './person.entity.js';

export const REQUEST_STATES = ['requested', 'running', 'done', 'refused'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What one part of the program did about it. */
export interface Evidence {
  readonly part: string;
  readonly at: string;
  readonly [fact: string]: unknown;
}

const DataRequestSchema = defineEntity({
  name: 'DataRequest',
  tableName: 'customers_data_request',
  indexes: [
    { properties: ['nextAt'], name: 'customers_data_request_running_index', where: `state = 'running'` },
    { properties: ['askedAt', 'id'], name: 'customers_data_request_asked_at_id_index' },
  ],
  uniques: [
    {
      properties: ['customer', 'kind'],
      name: 'customers_data_request_open_unique',
      where: `state in ('requested', 'running')`,
    },
  ],
  checks: [
    { name: 'customers_data_request_kind_check', expression: `kind in ('erasure')` },
    {
      name: 'customers_data_request_state_check',
      expression: `state in (${REQUEST_STATES.map((state) => `'${state}'`).join(',')})`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    customer: () => p.manyToOne(Customer).updateRule('no action').deleteRule('no action').index(false),
    kind: p.text().$type<'erasure'>(),
    state: p.text().$type<RequestState>(),
    reason: p.text(),
    askedBy: p.text(),
    askedAt: p.datetime(),
    decidedBy: p.text().nullable(),
    decidedAt: p.datetime().nullable(),
    /** When what it still waits for is looked at again; by the machine's clock. */
    nextAt: p.datetime().nullable(),
    waitsFor: p.text().nullable(),
    doneAt: p.datetime().nullable(),
    evidence: p.json<Evidence[]>(),
  },
});

/** Somebody asked for a person to be forgotten, and somebody else has to agree. */
export class DataRequest extends DataRequestSchema.class {
  [OptionalProps]?: 'decidedBy' | 'decidedAt' | 'nextAt' | 'waitsFor' | 'doneAt';

  /** @throws RequestDecided, SecondPersonNeeded */
  approve(by: string, at: Date): void {
    this.decide(by, at);
    if (by === this.askedBy) throw new SecondPersonNeeded();
    this.state = 'running';
    this.nextAt = at;
  }

  /** Whoever asked may think better of it. @throws RequestDecided */
  refuse(by: string, at: Date): void {
    this.decide(by, at);
    this.state = 'refused';
  }

  private decide(by: string, at: Date): void {
    if (this.state !== 'requested') throw new RequestDecided(this.state);
    this.decidedBy = by;
    this.decidedAt = at;
  }
}

DataRequestSchema.setClass(DataRequest);

const TombstoneSchema = defineEntity({
  name: 'Tombstone',
  tableName: 'customers_tombstone',
  properties: {
    /** Keyed, and of another kind than that of living addresses: it finds nobody, it only recognises. */
    blindIndex: p.text().primary(),
    person: () => p.manyToOne(Person).updateRule('no action').deleteRule('no action').index(false),
    erasedAt: p.datetime(),
  },
});

/** An address of somebody who was forgotten: a late word under it brings nobody back. */
export class Tombstone extends TombstoneSchema.class {}

TombstoneSchema.setClass(Tombstone);
