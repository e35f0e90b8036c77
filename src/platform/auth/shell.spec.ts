import { bannerFor, initialsOf } from './shell.js';

const NOW = new Date('2026-03-20T23:59:00Z');

describe('what stands around every page', () => {
  it('says on every page that no money is real, and by which day the sandbox goes', () => {
    expect(bannerFor('local-sandbox', NOW)?.text).toBe('Local sandbox: no real money. Its clock shows 20 Mar 2026.');
    expect(bannerFor('test', NOW)?.kind).toBe('test');
  });

  it('says nothing where money is real', () => {
    expect(bannerFor('live', NOW)).toBeUndefined();
  });

  it('knows a person by two letters', () => {
    expect(initialsOf('ada@example.com')).toBe('AD');
    expect(initialsOf(null)).toBe('OW');
  });
});
