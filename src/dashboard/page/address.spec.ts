import { asked, read, write } from './address.js';

describe('the address of the page', () => {
  it('is empty for what one sees first', () => {
    expect(write(read(''))).toBe('');
  });

  it('survives being written and read again', () => {
    const state = {
      range: '12m',
      granularity: 'week',
      open: '/api/v1/analytics/metrics/mrr?explain=1&to=2026',
    } as const;
    expect(read(write(state))).toEqual(state);
  });

  it('does not open evidence from anywhere else', () => {
    expect(read('?open=https://elsewhere.example/').open).toBeUndefined();
    expect(read('?open=/admin/sign-out').open).toBeUndefined();
    expect(read('?open=/api/v1/webhooks/endpoints').open).toBeUndefined();
    expect(read('?open=/api/v1/webhooks/inbox/1').open).toBe('/api/v1/webhooks/inbox/1');
  });

  it('reads nonsense as nothing', () => {
    expect(read('?range=3000y&granularity=second')).toEqual({ range: '30d', granularity: undefined, open: undefined });
  });

  it('asks the data route for range and granularity only', () => {
    expect(asked(read('?range=7d&open=/api/v1/analytics/movements/1'))).toBe('range=7d');
  });
});
