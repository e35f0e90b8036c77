import { linear } from './scale.js';

/** A line through the values, from edge to edge; a flat one in the middle. */
export function sparkline(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const x = linear([0, values.length - 1], [1, width - 1]);
  const y = linear([Math.min(...values), Math.max(...values)], [height - 2, 2]);
  return values.map((value, index) => `${index === 0 ? 'M' : 'L'}${round(x(index))} ${round(y(value))}`).join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
