import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Comparison } from './shadow/difference.js';
import { shadowReplay, type Replayed } from './shadow/shadow-replay.js';

/** `--shadow [--until <instant>] [--shuffle <seed>] [--json]`: rebuilds everything beside what stands, and compares. */
export async function replay(app: NestFastifyApplication, args: readonly string[]): Promise<number> {
  const [until, shuffle] = [valueOf('--until', args), valueOf('--shuffle', args)];
  const wrong = (until !== undefined && Number.isNaN(Date.parse(until))) || !/^\d*$/.test(shuffle ?? '');
  if (!args.includes('--shadow') || wrong) {
    console.error('usage: revenue replay --shadow [--until <instant>] [--shuffle <seed>] [--json]');
    return 2;
  }
  const replayed = await shadowReplay(app, {
    until: until === undefined ? undefined : new Date(until),
    shuffle: shuffle === undefined ? undefined : Number(shuffle),
  });
  if (args.includes('--json')) console.log(JSON.stringify(replayed, null, 2));
  else console.log(inWords(replayed));
  return replayed.tables.every(({ differences }) => differences.length === 0) ? 0 : 1;
}

function valueOf(name: string, args: readonly string[]): string | undefined {
  return args.includes(name) ? (args[args.indexOf(name) + 1] ?? '') : undefined;
}

function inWords({ events, unfolded, seconds, tables }: Replayed): string {
  const left = unfolded === 0 ? [] : [`${unfolded} events are not folded yet and were left out`];
  return [`${events} events folded again in ${seconds.toFixed(1)} s`, ...left, ...tables.map(tableInWords)].join('\n');
}

function tableInWords({ table, rows, standing, differences }: Comparison): string {
  const verdict = differences.length === 0 ? `equal (${rows} rows, ${standing.slice(0, 12)})` : 'DIFFERS';
  const shown = differences.map(
    (one) => `    ${one.key}\n      stands   ${one.standing}\n      rebuilt  ${one.rebuilt}`,
  );
  return [`${table}: ${verdict}`, ...shown].join('\n');
}
