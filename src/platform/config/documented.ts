import type { Variable } from './variable.js';
import { declared } from './variables.js';

/** `.env.example`: every variable with its meaning, commented out at its default. */
export function envExample(): string {
  const blocks = declared.map((variable) => `# ${plain(variable.meaning)}\n#${variable.name}=${shown(variable)}\n`);
  return `# Every variable is optional outside production. Each may also come from a file named by NAME_FILE.\n\n${blocks.join('\n')}`;
}

/** The table of variables as it stands in the README. */
export function configurationTable(): string {
  const rows = declared.map(
    ({ name, meaning, initial, unset }) =>
      `| \`${name}\` | ${unset ?? (initial ? `\`${initial}\`` : 'unset')} | ${meaning} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

// A secret's example would one day be used as it stands, so the file shows none.
function shown({ initial, example, secret }: Variable): string {
  return initial ?? (secret ? '' : example);
}

function plain(meaning: string): string {
  return meaning.replaceAll('`', '');
}
