import { sparkline } from './sparkline.js';

describe('a sparkline', () => {
  it('goes from edge to edge, the highest on top', () => {
    expect(sparkline([0, 10, 5], 100, 24)).toBe('M1 22L50 2L99 12');
  });

  it('is a flat line when nothing changed', () => {
    expect(sparkline([7, 7], 100, 24)).toBe('M1 12L99 12');
  });

  it('is nothing for less than two points', () => {
    expect(sparkline([1], 100, 24)).toBe('');
  });
});
