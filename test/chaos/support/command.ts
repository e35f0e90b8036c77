import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { HOME, inherited, NODE } from './process.js';

export interface Ended {
  /** The exit code, or the signal. */
  readonly ended: string;
  readonly said: string;
}

/** A command of the command line, run to its end. */
export async function command(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(NODE, ['dist/src/cli/main.js', ...words], { cwd: HOME, env: inherited(env), stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { ended: String(signal ?? code), said };
}
