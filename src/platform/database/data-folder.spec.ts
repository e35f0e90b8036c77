import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DataFolder, DataFolderUnusable } from './data-folder.js';

describe('a data folder', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'revenue-folder-'));
    writeFileSync(join(home, 'file'), '');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it.each(['file', 'file/below', '/proc/none/below'])('that is %s is refused in words', (path) => {
    const claim = () => DataFolder.claim(resolve(home, path));

    expect(claim).toThrow(DataFolderUnusable);
    expect(claim).toThrow(/cannot be used .* REVENUE_DATA_FOLDER/);
  });

  it('is made where there is none, and let go again', () => {
    for (let turn = 0; turn < 2; turn += 1) DataFolder.claim(join(home, 'new/deep')).release();
  });

  it('begins with a copy of an empty database, and keeps the one it has', async () => {
    mkdirSync(join(home, 'empty'));
    writeFileSync(join(home, 'empty/version'), '17');
    // What a process left that was killed while it copied.
    mkdirSync(join(home, 'data/pglite.copy'), { recursive: true });
    writeFileSync(join(home, 'data/pglite.copy/half'), '');
    const folder = DataFolder.claim(join(home, 'data'));

    await folder.beginWith(join(home, 'not built'));
    expect(existsSync(folder.database)).toBe(false);
    await folder.beginWith(join(home, 'empty'));
    writeFileSync(join(folder.database, 'version'), '17, with data');
    await folder.beginWith(join(home, 'empty'));

    expect(readFileSync(join(folder.database, 'version'), 'utf8')).toBe('17, with data');
    expect(existsSync(join(folder.database, 'half'))).toBe(false);
    folder.release();
  });
});
