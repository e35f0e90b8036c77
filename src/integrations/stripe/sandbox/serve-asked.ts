import { parseArgs } from 'node:util';

export interface Asked {
  readonly help: boolean;
  readonly port: number;
  readonly data: string;
}

/** What was asked for cannot be read; said together with what can be. */
export class Misasked extends Error {
  /** sysexits.h EX_USAGE */
  static readonly exitCode = 64;
}

export const HELP = `npm run sandbox -- [options]     the Stripe sandbox as a program of its own

  --port <number>    where it answers on this machine (else PORT, else 12111; 0 takes any free one)
  --data <folder>    where it keeps what it knows (else .data-sandbox)
  --help             this

SANDBOX_VALIDATE=1 holds what it says and takes against the declarations of the stripe package.`;

/** @throws Misasked for whatever is not one of the options above, or no port */
export function askedOf(args: readonly string[], env: { readonly PORT?: string | undefined }): Asked {
  const { help, port, data } = optionsIn(args);
  const text = port ?? (env.PORT || '12111');
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Misasked(`${port === undefined ? 'PORT' : '--port'} must be a whole number from 0 to 65535.`);
  }
  return { help, port: Number(text), data };
}

function optionsIn(args: readonly string[]): { help: boolean; port?: string | undefined; data: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string' },
        data: { type: 'string', default: '.data-sandbox' },
      },
    });
    return { port: undefined, ...values };
  } catch (error) {
    // Its own hint is about positional arguments, of which there are none here.
    throw new Misasked(`${(error as Error).message.split('. ')[0]}.\n\n${HELP}`);
  }
}
