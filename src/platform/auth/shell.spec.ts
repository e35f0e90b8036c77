import { bannerFor, initialsOf } from './shell.js';

const NOW = new Date('2026-03-20T23:59:00Z');

describe('what stands around every page', () => {
  it('says on every page that no money is real, and by which day the sandbox goes', () => {
    expect(bannerFor({ mode: 'local-sandbox', now: NOW, held: [] })?.text).toBe(
      'Local sandbox: no real money. Its clock shows 20 Mar 2026.',
    );
    expect(bannerFor({ mode: 'test', now: NOW, held: [] })?.kind).toBe('test');
  });

  it('says nothing where money is real', () => {
    expect(bannerFor({ mode: 'live', now: NOW, held: [] })).toBeUndefined();
  });

  it('says what is on hold, wherever money is real or not', () => {
    const held = ['webhooks', 'provider'] as const;
    expect(bannerFor({ mode: 'live', now: NOW, held })).toEqual({
      kind: 'held',
      text: 'On hold: no webhook is sent to an endpoint, and nothing is changed at the payment provider until it is released.',
    });
    expect(bannerFor({ mode: 'test', now: NOW, held })?.text).toMatch(/^On hold: .* Test mode: no real money.$/);
  });

  it('knows a person by two letters', () => {
    expect(initialsOf('ada@example.com')).toBe('AD');
    expect(initialsOf(null)).toBe('OW');
  });
});
