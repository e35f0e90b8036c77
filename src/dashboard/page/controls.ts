import { RANGES, type Address, type Range } from './address.js';
import { el } from './dom.js';
import type { Granularity } from './screen.js';

const NAMES: Record<Range, string> = {
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  mtd: 'Month',
  qtd: 'Quarter',
  ytd: 'Year',
  '12m': '12 months',
  all: 'All',
};

const GRANULARITIES: readonly (readonly [string, string])[] = [
  ['', 'Auto'],
  ['day', 'Daily'],
  ['week', 'Weekly'],
  ['month', 'Monthly'],
];

/** Range and granularity. What is chosen stands in the address. */
export function drawControls(into: HTMLElement, address: Address, choose: (change: Partial<Address>) => void): void {
  const range = el(
    'select',
    { id: 'range' },
    ...RANGES.map((value) => el('option', { value, selected: value === address.range }, NAMES[value])),
  );
  range.addEventListener('change', () => choose({ range: range.value as Range }));
  const granularity = el(
    'select',
    { id: 'granularity' },
    ...GRANULARITIES.map(([value, name]) =>
      el('option', { value, selected: value === (address.granularity ?? '') }, name),
    ),
  );
  granularity.addEventListener('change', () =>
    choose({ granularity: (granularity.value || undefined) as Granularity | undefined }),
  );
  into.replaceChildren(
    el('label', { for: 'range' }, el('span', {}, 'Range'), range),
    el('label', { for: 'granularity' }, el('span', {}, 'By'), granularity),
  );
}
