import { missing, twinsIn, unspoken } from './controls.js';
import { textOf } from './source.js';

const page = textOf('test/controls/README.md');
const twins = twinsIn(page);

describe('the broken twins', () => {
  it('are tests that there are, one for each check', () => {
    expect(twins.length).toBeGreaterThan(10);
    expect(missing(twins, textOf)).toEqual([]);
  });

  it('speak of every invariant, also of those that wait for their subject', () => {
    expect(unspoken(page)).toEqual([]);
  });

  it('would be missed, were one renamed or an invariant forgotten', () => {
    expect(missing(twins, () => 'it("something else", () => {})')).toHaveLength(twins.length);
    expect(unspoken(page.replaceAll('I21', ''))).toEqual(['I21']);
  });
});
