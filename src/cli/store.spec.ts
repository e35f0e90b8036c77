import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustStand, nameOf, NoStore } from './store.js';

describe('the store of a command', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'revenue-store-'));
  afterAll(() => rmSync(dataFolder, { recursive: true }));

  it('is refused where nothing was ever kept', () => {
    const embedded = { databaseUrl: undefined, dataFolder };
    expect(() => mustStand(embedded)).toThrow(NoStore);
    expect(() => mustStand({ ...embedded, databaseUrl: 'postgres://db/revenue' })).not.toThrow();

    mkdirSync(join(dataFolder, 'pglite'));
    expect(() => mustStand(embedded)).not.toThrow();
  });

  it.each([
    [undefined, `the embedded store in ${dataFolder}`],
    ['postgres://me:secret@db.internal:5433/revenue?sslmode=require', 'the store revenue on db.internal:5433'],
    ['host=/run user=me password=secret', 'the store that DATABASE_URL names'],
  ])('%s is named without a password', (databaseUrl, name) => {
    expect(nameOf({ databaseUrl, dataFolder })).toBe(name);
  });
});
