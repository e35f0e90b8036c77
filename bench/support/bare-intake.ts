import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { SECRET } from './signed-events.js';

// The least a webhook endpoint can be and still be honest: verify, store durably, answer. Nothing of the engine in it.
//   node bare-intake.js single|multi <database url>

interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly done: () => void;
}

const [variant = 'single', url = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: variant === 'single' ? 10 : 1 });
const table = `bare_${variant}`;
await pool.query(
  `create table ${table} (id text primary key, received_at timestamptz not null default now(), body text not null)`,
);

const store = variant === 'single' ? one : together();
const server = createServer((request, response) => {
  void bodyOf(request).then(async (body) => {
    if (!holds(body, String(request.headers['stripe-signature']))) return response.writeHead(400).end();
    await store((JSON.parse(body.toString()) as { id: string }).id, body.toString());
    const answer = '{"received":true}';
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function holds(body: Buffer, header: string): boolean {
  const [, time = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const expected = createHmac('sha256', SECRET).update(`${time}.`).update(body).digest();
  return signature !== '' && timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

async function one(id: string, body: string): Promise<void> {
  await pool.query(`insert into ${table} (id, body) values ($1, $2) on conflict do nothing`, [id, body]);
}

function together(): typeof one {
  let queue: Waiting[] = [];
  let running = false;
  const run = async () => {
    running = true;
    while (queue.length > 0) {
      const group = queue.splice(0, 200);
      const values = group.map((_, n) => `($${2 * n + 1}, $${2 * n + 2})`).join(', ');
      await pool.query(
        `insert into ${table} (id, body) values ${values} on conflict do nothing`,
        group.flatMap(({ id, body }) => [id, body]),
      );
      for (const { done } of group) done();
    }
    running = false;
  };
  return (id, body) =>
    new Promise((done) => {
      queue.push({ id, body, done });
      if (!running) void run();
    });
}
