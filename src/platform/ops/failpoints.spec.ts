import { arm, armedAt, failpoint } from './failpoints.js';

describe('a failpoint', () => {
  const { kill } = process;
  let killed: unknown[][];

  beforeEach(() => {
    killed = [];
    process.kill = (...how) => {
      killed.push(how);
      return true;
    };
  });
  afterEach(() => {
    arm([]);
    process.kill = kill;
  });

  it.each([
    { text: 'intent.after-call', armed: { point: 'intent.after-call', at: 1, signal: 'SIGKILL' } },
    { text: 'fold.before-commit:12', armed: { point: 'fold.before-commit', at: 12, signal: 'SIGKILL' } },
    { text: 'fold.before-commit=freeze:2', armed: { point: 'fold.before-commit', at: 2, signal: 'SIGSTOP' } },
    { text: 'fold.before-commit:0', armed: undefined },
    { text: 'intent.somewhere', armed: undefined },
    { text: '', armed: undefined },
  ])('is read from $text', ({ text, armed }) => {
    expect(armedAt(text)).toEqual(armed);
  });

  it('kills the process when it is reached for the n-th time, and no other point does', () => {
    arm([{ point: 'fold.before-commit', at: 2, signal: 'SIGKILL' }]);
    failpoint('fold.before-commit');
    failpoint('fold.after-commit');
    expect(killed).toEqual([]);

    failpoint('fold.before-commit');
    expect(killed).toEqual([[process.pid, 'SIGKILL']]);
  });

  it('is nothing while none is armed', () => {
    arm([]);
    failpoint('fold.before-commit');
    expect(killed).toEqual([]);
  });
});
