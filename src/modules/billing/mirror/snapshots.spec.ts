import type { InboxEvent, Source } from '../../webhooks/index.js';
import { furthestOf, snapshotsOf } from './snapshots.js';

const LEVELS = [['draft'], ['open'], ['paid', 'void']];

function shown(
  seq: number,
  externalId: string,
  status: string,
  source: Source = 'webhook',
  second = 1,
  more: { readonly type?: string; readonly previous?: Record<string, unknown> } = {},
): InboxEvent {
  const at = new Date(second * 1000);
  const object = { id: 'in_1', object: 'invoice', status, total: seq };
  return {
    seq: String(seq),
    id: externalId,
    externalId,
    source,
    type: more.type ?? 'invoice.updated',
    objectKey: 'stripe:self:invoice:in_1',
    occurredAt: at,
    receivedAt: at,
    body: {
      ...{ id: externalId, type: more.type ?? 'invoice.updated', created: second, livemode: false },
      data: { object, previous_attributes: more.previous ?? null },
    },
  };
}

describe('the snapshot that counts', () => {
  it.each([
    {
      what: 'the furthest status, however early',
      seen: [shown(1, 'evt_a', 'paid'), shown(2, 'evt_b', 'open', 'webhook', 9)],
      is: 1,
    },
    {
      what: 'of one status the latest',
      seen: [shown(1, 'evt_b', 'open', 'webhook', 9), shown(2, 'evt_a', 'open')],
      is: 1,
    },
    {
      what: 'inside a second the greater id, not the later arrival',
      seen: [shown(1, 'evt_b', 'open'), shown(2, 'evt_a', 'open')],
      is: 1,
    },
    {
      what: 'of our own answers the later, whatever their ids',
      seen: [shown(9, 'api:b', 'draft', 'api'), shown(10, 'api:a', 'draft', 'api')],
      is: 10,
    },
    {
      what: 'inside a second what we were answered, not what was told on the way to it',
      seen: [shown(1, 'api:a', 'draft', 'api'), shown(2, 'evt_a', 'draft'), shown(3, 'evt_b', 'draft')],
      is: 1,
    },
    {
      what: 'inside a second anything rather than that it was made',
      seen: [shown(1, 'evt_a', 'draft'), shown(2, 'evt_b', 'draft', 'webhook', 1, { type: 'invoice.created' })],
      is: 1,
    },
    {
      what: 'inside a second the end of the path of its updates',
      seen: [
        shown(7, 'evt_c', 'draft', 'webhook', 1, { previous: { total: 0 } }),
        shown(0, 'evt_d', 'draft', 'webhook', 1, { type: 'invoice.created' }),
        shown(9, 'evt_a', 'draft', 'webhook', 1, { previous: { total: 7 } }),
        shown(5, 'evt_b', 'draft', 'webhook', 1, { previous: { total: 9 } }),
      ],
      is: 5,
    },
    {
      what: 'what was changed after we were answered, in the same second',
      seen: [
        shown(7, 'api:a', 'draft', 'api'),
        shown(9, 'evt_a', 'draft', 'webhook', 1, { previous: { total: 7 } }),
        shown(7, 'evt_b', 'draft', 'webhook', 1, { previous: { total: 0 } }),
      ],
      is: 9,
    },
  ])('is $what', ({ seen, is }) => {
    for (const events of [seen, seen.toReversed()]) {
      const [snapshots = []] = snapshotsOf<{ id: string; status: string; total: number }>(events, 'invoice');
      expect(furthestOf(snapshots, LEVELS).total).toBe(is);
    }
  });
});
