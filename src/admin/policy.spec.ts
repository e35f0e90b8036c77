import { firstPage, may, placesFor, ROLES, seesPersons } from './policy.js';

describe('the policy', () => {
  it('lets the owner see every place', () => {
    expect(placesFor(['owner']).map(({ label }) => label)).toEqual([
      'Overview',
      'Customers',
      'Subscriptions',
      'Invoices',
      'Payments',
      'Calls',
      'Journals',
      'Inbox',
      'Endpoints',
      'Deliveries',
      'Consumers',
    ]);
  });

  it('gives nothing to a role it does not know, and nothing to nobody', () => {
    expect(placesFor(['root'])).toEqual([]);
    expect(placesFor([])).toEqual([]);
  });

  it.each(ROLES)('lets %s read the figures', (role) => {
    expect(may([role], 'read', 'analytics')).toBe(true);
  });

  it.each([
    { role: 'owner', replays: true },
    { role: 'ops', replays: true },
    { role: 'developer', replays: true },
    { role: 'finance', replays: false },
    { role: 'support', replays: false },
    { role: 'auditor', replays: false },
  ])('lets $role replay an inbox row: $replays', ({ role, replays }) => {
    expect(may([role], 'write', 'webhooks')).toBe(replays);
  });

  it('masks persons for the auditor, unless another role of theirs sees them', () => {
    expect(seesPersons(['auditor'])).toBe(false);
    expect(seesPersons(['auditor', 'support'])).toBe(true);
  });

  it('leads whoever only runs the machine to the inbox', () => {
    expect(firstPage(['ops'])).toBe('/admin/resources/webhooks_inbox');
    expect(firstPage(['ops', 'finance'])).toBe('/admin/revenue');
  });
});
