import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';

export type Typed = Readable & { isTTY?: boolean };

/**
 * What must not stand among the arguments, where everybody on the machine would see it: the first line of the input.
 * @param asked what a person at a terminal is asked for; what is typed is shown nowhere
 */
export async function typedLine(asked: string, input: Typed): Promise<string> {
  const terminal = input.isTTY === true;
  if (terminal) process.stderr.write(`${asked}: `);
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output, terminal });
  for await (const line of lines) {
    if (terminal) process.stderr.write('\n');
    return line;
  }
  return '';
}
