import { labelled, linear, slots, ticks } from './scale.js';

describe('scales', () => {
  it('maps a span onto the screen, upside down where asked', () => {
    const y = linear([0, 100], [200, 0]);
    expect([y(0), y(50), y(100)]).toEqual([200, 100, 0]);
  });

  it('puts a span without length in the middle', () => {
    expect(linear([5, 5], [0, 10])(5)).toBe(5);
  });

  it.each([
    { low: 0, high: 97, expected: [0, 25, 50, 75, 100] },
    { low: -30, high: 70, expected: [-50, -25, 0, 25, 50, 75] },
    { low: 0, high: 0, expected: [0, 1] },
    { low: 0, high: 0.3, expected: [0, 0.1, 0.2, 0.3] },
  ])('has round ticks around $low to $high', ({ low, high, expected }) => {
    expect(ticks(low, high)).toEqual(expected);
  });

  it('always covers the values and never writes more than a handful', () => {
    for (const high of [0.01, 1, 7, 99, 12_345, 9_999_999]) {
      const marks = ticks(-high / 3, high);
      expect(marks[0]).toBeLessThanOrEqual(-high / 3);
      expect(marks.at(-1)).toBeGreaterThanOrEqual(high);
      expect(marks.length).toBeLessThanOrEqual(8);
    }
  });

  it('lays bars side by side inside the space, none too wide', () => {
    const bars = slots(3, [0, 90]);
    expect(bars.map(({ x, width }) => [Math.round(x), Math.round(width)])).toEqual([
      [5, 21],
      [35, 21],
      [65, 21],
    ]);
    expect(slots(1, [0, 900])[0]?.width).toBe(64);
  });

  it('leaves out labels that would touch, never the last', () => {
    expect([...labelled(12, 240, 40)].toSorted((a, b) => a - b)).toEqual([1, 3, 5, 7, 9, 11]);
    expect(labelled(3, 900, 40).size).toBe(3);
  });
});
