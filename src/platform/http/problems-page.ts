import { readFileSync } from 'node:fs';
import { escapeHtml, page } from './docs-page.js';

/** The catalogue of problems, from the same file that is reviewed: its table rows, each with an anchor of its code. */
export function problemsPage(): string | undefined {
  const markdown = catalogue();
  if (markdown === undefined) return undefined;
  const rows = markdown.split('\n').filter((line) => line.startsWith('|') && !/^\|[\s:|-]+\|?$/.test(line));
  return page('Problems', `<table>${rows.map((row, index) => rowOf(cellsOf(row), index === 0)).join('')}</table>`);
}

function rowOf(cells: readonly string[], isHead: boolean): string {
  const sign = isHead ? 'th' : 'td';
  const [code = ''] = cells;
  return `<tr id="${escapeHtml(code)}">${cells.map((cell) => `<${sign}>${escapeHtml(cell)}</${sign}>`).join('')}</tr>`;
}

function cellsOf(row: string): string[] {
  return row
    .slice(1)
    .replace(/\|\s*$/, '')
    .split('|')
    .map((cell) => cell.trim().replaceAll('`', ''));
}

/** Found from the source folder as well as from `dist/src`. */
function catalogue(): string | undefined {
  for (const place of ['../../../docs/problems.md', '../../../../docs/problems.md']) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8');
    } catch {
      continue;
    }
  }
  return undefined;
}
