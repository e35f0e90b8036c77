import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
});
