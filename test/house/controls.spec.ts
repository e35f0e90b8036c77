import { FAILPOINTS } from '../../src/platform/ops/failpoints.js';
import { missing, twinsIn, unarmed, unspoken } from './controls.js';
import { filesOf, textOf } from './source.js';

const page = textOf('test/controls/README.md');
const twins = twinsIn(page);
const faults = textOf('test/chaos/README.md');
const chaos = filesOf(['test/chaos'])
  .map(({ text }) => text)
  .join('\n');

describe('the broken twins', () => {
  it('are tests that there are, one for each check', () => {
    expect(twins.length).toBeGreaterThan(10);
    expect(missing(twins, textOf)).toEqual([]);
  });

  it('speak of every invariant, also of those that wait for their subject', () => {
    expect(unspoken(page, 'I', 26)).toEqual([]);
  });

  it('would be missed, were one renamed or an invariant forgotten', () => {
    expect(missing(twins, () => 'it("something else", () => {})')).toHaveLength(twins.length);
    expect(unspoken(page.replaceAll('I21', ''), 'I', 26)).toEqual(['I21']);
  });
});

describe('the faults', () => {
  it('are all spoken of, told or waiting', () => {
    expect(unspoken(faults, 'F', 42)).toEqual([]);
    expect(unspoken(faults.replaceAll('F28', ''), 'F', 42)).toEqual(['F28']);
  });

  it('that need no process are told by tests there are', () => {
    const told = twinsIn(faults);
    expect(told.length).toBeGreaterThan(10);
    expect(missing(told, textOf)).toEqual([]);
    expect(missing(told, () => 'it("something else", () => {})')).toHaveLength(told.length);
  });

  it('strike at every failpoint there is', () => {
    expect(unarmed(FAILPOINTS, chaos)).toEqual([]);
    expect(unarmed([...FAILPOINTS, 'nobody.dies-here'], chaos)).toEqual(['nobody.dies-here']);
  });
});
