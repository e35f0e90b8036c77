import { freshStore } from '../support/database.js';
import { command } from './support/command.js';
import { settingsOn } from './support/engine.js';

describe('F33 migrations', () => {
  let drop: () => Promise<void>;
  let env: Record<string, string>;

  beforeEach(async () => {
    const store = await freshStore(false);
    drop = store.drop;
    env = await settingsOn(store.settings.url ?? '');
  });
  afterEach(() => drop());

  it('killed between two files have done nothing; run again they are done', async () => {
    const killed = await command(['migrate', 'up'], { ...env, REVENUE_FAILPOINTS: 'migrate.between:5' });
    expect(killed.ended).toBe('SIGKILL');
    expect((await command(['migrate', 'status'], env)).said).not.toMatch(/^applied/m);

    expect((await command(['migrate', 'up'], env)).ended).toBe('0');
    expect((await command(['migrate', 'status'], env)).said).not.toMatch(/^pending/m);
    expect(await command(['verify'], env)).toMatchObject({ ended: '0' });
  });

  it('asked for by three at once are run by one, and all three end well', async () => {
    const three = await Promise.all([1, 2, 3].map(() => command(['migrate', 'up'], env)));
    expect(three.map(({ ended }) => ended)).toEqual(['0', '0', '0']);
    expect(three.filter(({ said }) => said.includes('up  Migration'))).toHaveLength(1);
  });
});
