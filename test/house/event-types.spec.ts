import type { EventSchema } from '../../src/platform/events/event-schema.js';
import { EventTypes } from '../../src/platform/events/event-types.js';
import { Consumers } from '../../src/platform/events/consumers.js';
import { startApp, type TestApp } from '../support/app.js';
import { faultsOf } from '../support/recorded-events.js';
import { Hearing } from './heard-events.js';
import { filesOf } from './source.js';

describe('the catalogue of events', () => {
  let app: TestApp;
  let catalogue: EventTypes;

  beforeAll(async () => {
    app = await startApp();
    catalogue = app.nest.get(EventTypes);
  });

  afterAll(() => app?.close());

  it('has every event a module declares, and no other', () => {
    const declared = new Hearing([], filesOf(['src'], /\.events\.ts$/)).told.toSorted();

    expect(catalogue.all().map(({ type }) => type)).toEqual(declared);
    expect(declared.length).toBeGreaterThan(15);
  });

  it('has whatever anybody hears', () => {
    const known = new Set(['*', ...catalogue.all().map(({ type }) => type)]);
    const heard = app.nest
      .get(Consumers)
      .all()
      .flatMap(({ types }) => types);

    expect(heard.filter((type) => !known.has(type))).toEqual([]);
  });

  it('gives examples that are what it says', () => {
    const types = catalogue.all();
    expect(types.flatMap(({ type, example }) => faultsOf(type, example, types))).toEqual([]);
  });

  it('shows them over HTTP as receivers get them', async () => {
    const { data } = (await (await app.get('/api/v1/webhooks/event-types')).json()) as {
      data: { type: string; schema: EventSchema; example: { type: string; data: object } }[];
    };
    const asTypes = data.map((one) => ({ ...one, type: `wire ${one.type}`, version: 1, meaning: '' }));

    const faults = data.flatMap(({ type, example }) => faultsOf(`wire ${type}`, example.data, asTypes));
    expect(faults).toEqual([]);
    expect(data).toContainEqual(
      expect.objectContaining({
        type: 'billing.invoice.payment_failed',
        example: expect.objectContaining({
          data: { sequence: 1, invoice: expect.objectContaining({ amount: 97, attempts: 1 }) },
        }),
      }),
    );
  });

  it('would miss an event that tells more than it says, or is not known', () => {
    const types = catalogue.all();
    const refund = types.find(({ type }) => type === 'billing.refund.issued');

    expect(faultsOf('billing.refund.issued', { ...refund?.example, extra: 1 }, types)).toHaveLength(1);
    expect(faultsOf('billing.refund.issued', { ...refund?.example, minor: '1' }, types)).toHaveLength(1);
    expect(faultsOf('theatre.seat.sold', {}, types)).toEqual(['theatre.seat.sold is not in the catalogue of events']);
  });
});
