import { join } from 'node:path';
import { ComponentLoader } from 'adminjs';

/** Ours, and those of AdminJS they stand in for. */
const OWN = ['Acts', 'Amount', 'Code', 'Dismissal', 'Json', 'Method', 'Related', 'RevenueLink', 'StateWord'];
const OVERRIDES = [
  ...['DefaultDatetimeListProperty', 'DefaultDatetimeShowProperty', 'NoRecords', 'RecordInList', 'RecordsTableHeader'],
  ...['Sidebar', 'TopBar'],
];

/** The files were bundled ahead and need not be there any more: at run time only their names matter. */
class Bundled extends ComponentLoader {
  constructor() {
    super();
    for (const name of OWN) this.components[name] = { overrides: false, filePath: join('components', name) };
    for (const name of OVERRIDES) this.components[name] = { overrides: true, filePath: join('components', name) };
  }
}

export function components(): ComponentLoader {
  return new Bundled();
}
