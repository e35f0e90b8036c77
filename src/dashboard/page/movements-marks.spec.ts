import { stacked, waterfall, type Mark } from './movements-marks.js';
import type { BridgeBar } from './screen.js';

const bar = (change: Partial<BridgeBar>): BridgeBar => ({
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-01T00:00:00Z',
  complete: true,
  explain: '',
  month: '2026-01',
  start: 0,
  new: 0,
  reactivation: 0,
  expansion: 0,
  contraction: 0,
  churn: 0,
  fx: 0,
  end: 0,
  new_customers: 0,
  lost_customers: 0,
  ...change,
});

const size = { width: 400, height: 240 };
const names: Record<Mark['kind'], string> = {
  start: 'Start',
  new: 'New',
  reactivation: 'Back',
  expansion: 'Up',
  contraction: 'Down',
  churn: 'Lost',
  fx: 'FX',
  end: 'End',
};

describe('stacked movements', () => {
  const bars = [bar({ new: 100, expansion: 50, churn: -40 }), bar({ new: 60, contraction: -10, churn: -20 })];
  const { marks, zero } = stacked(bars, size, () => 'x');

  it('stacks gains above zero and losses below, without gaps', () => {
    const [fresh, expansion, churn] = marks;
    expect((fresh?.y ?? 0) + (fresh?.height ?? 0)).toBeCloseTo(zero);
    expect((expansion?.y ?? 0) + (expansion?.height ?? 0)).toBeCloseTo(fresh?.y ?? 0);
    expect(churn?.y).toBeCloseTo(zero);
  });

  it('draws heights in proportion', () => {
    const [fresh, expansion] = marks;
    expect((fresh?.height ?? 0) / (expansion?.height ?? 1)).toBeCloseTo(2);
  });

  it('stays inside its space', () => {
    for (const { x, y, width, height } of marks) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(size.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeLessThanOrEqual(size.height);
    }
  });

  it('draws nothing for nothing', () => {
    expect(stacked([], size, () => '').marks).toEqual([]);
    expect(stacked([bar({})], size, () => '').marks).toEqual([]);
  });
});

describe('the waterfall', () => {
  const bars = [bar({ start: 100, new: 50, churn: -30, end: 120 }), bar({ start: 120, new: 10, end: 130 })];
  const { marks } = waterfall(bars, size, names);

  it('goes from the start through the sum of each kind to the end', () => {
    expect(marks.map(({ kind, value }) => [kind, value])).toEqual([
      ['start', 100],
      ['new', 60],
      ['churn', -30],
      ['end', 130],
    ]);
  });

  it('lands where the end stands', () => {
    const [, , churn, end] = marks;
    expect((churn?.y ?? 0) + (churn?.height ?? 0)).toBeCloseTo(end?.y ?? 0);
  });

  it('would not land there if a movement were missing', () => {
    const broken = waterfall([bar({ start: 100, new: 50, end: 120 })], size, names).marks;
    const [, fresh, end] = broken;
    expect(fresh?.y).not.toBeCloseTo(end?.y ?? 0);
  });
});
