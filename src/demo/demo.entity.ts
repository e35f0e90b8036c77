import { defineEntity, p } from '@mikro-orm/core';

/** What the provider calls the things of one customer of the demo. */
export interface Persona {
  readonly customer: string;
  readonly subscription: string;
  readonly item: string;
  readonly payment?: string;
}

export type DemoState = 'running' | 'stopped' | 'done';

const DemoSchema = defineEntity({
  name: 'Demo',
  tableName: 'demo_run',
  checks: [{ name: 'demo_run_id_check', expression: 'id = 1', property: 'id' }],
  properties: {
    id: p.integer().primary().autoincrement(false),
    state: p.text().$type<DemoState>(),
    seed: p.integer(),
    customers: p.integer(),
    days: p.integer(),
    startsAt: p.datetime(),
    /** Days told so far: a demo that was cut off goes on here. */
    day: p.integer(),
    personas: p.json<Record<string, Persona>>(),
    prices: p.json<Record<string, string>>(),
  },
});

/** The one demo business an installation may have. */
export class Demo extends DemoSchema.class {}

DemoSchema.setClass(Demo);
