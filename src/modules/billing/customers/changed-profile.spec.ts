import type { InboxEvent } from '../../webhooks/index.js';
import { changedProfile } from './changed-profile.js';

function updated(second: number, is: object, previous_attributes: Record<string, unknown>): InboxEvent {
  const at = new Date(second * 1000);
  const id = `evt_${second}`;
  const object = { id: 'cus_1', object: 'customer', email: 'old@example.com', name: 'Old', phone: null, ...is };
  return {
    seq: String(second),
    id,
    externalId: id,
    source: 'webhook',
    type: 'customer.updated',
    objectKey: 'stripe:self:customer:cus_1',
    occurredAt: at,
    receivedAt: at,
    body: { id, type: 'customer.updated', created: second, livemode: false, data: { object, previous_attributes } },
  };
}

const moved = updated(1, { email: 'new@example.com' }, { email: 'old@example.com' });
const renamed = updated(2, { email: 'new@example.com', name: 'New' }, { name: 'Old' });
const movedOn = updated(3, { email: 'newest@example.com', name: 'New' }, { email: 'new@example.com' });
const history = [moved, renamed, movedOn];

describe('what was changed at the provider', () => {
  it.each([
    {
      what: 'all changes told at once',
      pending: history,
      heard: history,
      news: { email: 'newest@example.com', name: 'New' },
    },
    {
      what: 'a change and then another field',
      pending: [moved, renamed],
      heard: [moved, renamed],
      news: { email: 'new@example.com', name: 'New' },
    },
    { what: 'one that comes after a later one of its field', pending: [moved], heard: history, news: {} },
    {
      what: 'one that comes after a later one of another field',
      pending: [renamed],
      heard: history,
      news: { name: 'New' },
    },
    {
      what: 'a field taken away',
      pending: [updated(4, { name: null }, { name: 'New' })],
      heard: [updated(4, { name: null }, { name: 'New' })],
      news: { name: null },
    },
    {
      what: 'fields that are not ours to follow',
      pending: [updated(5, {}, { balance: 0 })],
      heard: [updated(5, {}, { balance: 0 })],
      news: {},
    },
  ])('of $what is $news', ({ pending, heard, news }) => {
    expect(changedProfile(pending, heard)).toEqual(news);
  });
});
