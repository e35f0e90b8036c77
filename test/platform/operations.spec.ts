import { Controller, Get, Post } from '@nestjs/common';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import * as Sentry from '@sentry/node';
import { pino } from 'pino';
import { FrozenClock, seconds } from '../../src/kernel/clock.js';
import { Public } from '../../src/platform/auth/access.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { Quota } from '../../src/platform/limits/policies.js';
import { lineOptions } from '../../src/platform/ops/log-options.js';
import { Defects } from '../../src/platform/ops/defects.js';
import { startSentry } from '../../src/platform/ops/sentry.js';
import { HealthChecks, type CheckResult } from '../../src/platform/ops/health-checks.js';
import { stop } from '../../src/platform/ops/graceful-stop.js';
import { MetricsPort } from '../../src/platform/ops/metrics-port.js';
import { Readiness } from '../../src/platform/ops/readiness.js';
import { Stopping } from '../../src/platform/ops/stopping.js';
import { startDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

let letGo: () => void = () => undefined;
let entered = false;

@Controller('slow')
@Public()
@Quota('none')
class SlowController {
  @Get()
  async slow(): Promise<object> {
    entered = true;
    await new Promise<void>((resolve) => (letGo = resolve));
    return { finished: true };
  }
}

@Controller('till')
@Public()
@Quota('none')
class TillController {
  @Get()
  read(): object {
    return { paid: 0 };
  }

  @Post()
  pay(): object {
    return { paid: 1 };
  }
}

describe('operations', () => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  let machine = new Date('2026-11-21T09:00:00Z');
  let books: CheckResult = { status: 'up' };

  beforeAll(async () => {
    store = await startDatabase();
    const clock = new FrozenClock(machine, () => machine);
    app = await tinyApp({ database: store.database, clock, controllers: [SlowController], env: { METRICS_PORT: '0' } });
    app.nest.get(HealthChecks).register('books', () => books);
    // The first look reads every migration; on a busy machine that is no answer in time.
    await until(async () => (await health()).status === 200, 60_000);
  }, 90_000);

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  const health = async (headers: Record<string, string> = {}) => {
    machine = new Date(machine.getTime() + seconds(3));
    const answer = await app.fetch('/health', { headers });
    return {
      status: answer.status,
      body: (await answer.json()) as { status: string; checks: Record<string, CheckResult> },
    };
  };

  it('health tells of every part, and numbers only to those who may see them', async () => {
    books = { status: 'degraded', details: { proof: 'P1', difference: 3 } };
    const open = await health();
    expect(open).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { database: { status: 'up' }, redis: { status: 'not configured' } } },
    });
    expect(open.body.checks['books']).toEqual({ status: 'degraded' });
    const seen = await health({ authorization: `Bearer ${await app.key('ops:read')}` });
    expect(seen.body.checks['books']).toEqual(books);
    expect((await health({ authorization: `Bearer ${await app.key('billing:read')}` })).body.checks['books']).toEqual({
      status: 'degraded',
    });
  });

  it('a part that is down makes the whole unhealthy, but only what requests need takes it out of traffic', async () => {
    books = { status: 'down' };
    expect(await health()).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
    expect((await app.fetch('/health/ready')).status).toBe(200);
    expect((await app.fetch('/health/live')).status).toBe(200);
    books = { status: 'up' };
    expect(await health()).toMatchObject({ status: 200, body: { status: 'healthy' } });
  });

  it('is neither started nor ready before it says so', async () => {
    const fresh = await tinyApp({ database: store.database });
    Object.assign(fresh.nest.get(Readiness), { warm: false });
    expect((await fresh.fetch('/health/startup')).status).toBe(503);
    const ready = await fresh.fetch('/health/ready');
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
    fresh.nest.get(Readiness).started();
    expect((await fresh.fetch('/health/startup')).status).toBe(200);
    await fresh.close();
  });

  it('changes nothing while its store is away or its schema behind, and says so; what only reads goes on', async () => {
    const fresh = await tinyApp({ database: store.database, controllers: [TillController] });
    Object.assign(fresh.nest.get(Readiness), { warm: false });
    const refused = await fresh.post('/api/v1/till', {});
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      503,
      '5',
      expect.objectContaining({ code: 'service/starting' }),
    ]);
    expect((await fresh.fetch('/api/v1/till')).status).toBe(200);
    expect((await fresh.post('/webhooks/till', {})).status).toBe(404);

    fresh.nest.get(Readiness).started();
    expect((await fresh.post('/api/v1/till', {})).status).toBe(201);
    await fresh.close();
  });

  it('shows metrics to a key with ops:read, and openly on their own port', async () => {
    expect((await app.fetch('/metrics')).status).toBe(401);
    expect(
      (await app.fetch('/metrics', { headers: { authorization: `Bearer ${await app.key('billing:read')}` } })).status,
    ).toBe(403);
    const behindKey = await app.fetch('/metrics', {
      headers: { authorization: `Bearer ${await app.key('ops:read')}` },
    });
    const open = await fetch(`http://127.0.0.1:${app.nest.get(MetricsPort).port}/metrics`);
    for (const answer of [behindKey, open]) {
      const text = await answer.text();
      expect(answer.headers.get('content-type')).toContain('text/plain');
      expect(text).toMatch(/^revenue_build_info\{version="[\d.]+",role="all",mode="local-sandbox"\} 1$/m);
      expect(text).toMatch(
        /^revenue_http_request_duration_seconds_count\{route="\/health",method="GET",status_class="2xx"\} \d+$/m,
      );
    }
    expect((await fetch(`http://127.0.0.1:${app.nest.get(MetricsPort).port}/health`)).status).toBe(200);
  });

  it('labels what it does not know by one word, not by the address', async () => {
    await app.fetch('/api/v1/some/secret/rvn_address');
    const text = await (await fetch(`http://127.0.0.1:${app.nest.get(MetricsPort).port}/metrics`)).text();
    expect(text).toMatch(/route="unmatched",method="GET",status_class="4xx"/);
    expect(text).not.toContain('secret');
  });

  it('stops in order: not ready, then what is in hand, then the end', async () => {
    const leaving = await tinyApp({ database: store.database, controllers: [SlowController] });
    const signal = leaving.nest.get(Stopping).signal;
    const inHand = leaving.fetch('/api/v1/slow');
    await until(() => entered, 10_000);
    const stopped = stop(leaving.nest, leaving.config);
    expect(signal.aborted).toBe(true);
    await expect(leaving.fetch('/health')).rejects.toThrow();
    letGo();
    expect(await (await inHand).json()).toEqual({ finished: true });
    await stopped;
  });
});

describe('the log', () => {
  it('says what is on its list, and nothing that is secret', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const log = pino(lineOptions(loadConfig({ REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'debug' })), stream);
    const customer = { customer_email: 'ada@example.com', body: { card: 1 } };
    log.info({ context: 'billing', job: 'settle', ...customer }, 'paid by ada@example.com with 4242 4242 4242 4242');
    log.error({ err: new Error('refused sk_live_abc123 at postgres://u:hunter2@db/x') }, 'a defect');
    log.warn('Bearer rvn_test_abcdef');
    log.info('a line\nthat would be two: %s', 'whsec_abcdef');
    const text = lines.join('');
    expect(text).toContain('"job":"settle"');
    expect(text).toContain('"service":"revenue-engine"');
    for (const secret of [
      'ada@example.com',
      '4242 4242',
      'customer_email',
      'card',
      'sk_live_abc123',
      'hunter2',
      'rvn_test_abcdef',
      'whsec_abcdef',
    ]) {
      expect(text).not.toContain(secret);
    }
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe('a defect', () => {
  it('is told to Sentry where one is configured, without a secret in it', async () => {
    const told: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (part: Buffer) => told.push(part.toString())).on('end', () => response.end('{}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await startSentry(loadConfig({ REVENUE_DATA_FOLDER: 'memory' }));
    expect(Sentry.isInitialized()).toBe(false);

    await startSentry(loadConfig({ REVENUE_DATA_FOLDER: 'memory', SENTRY_DSN: `http://key@127.0.0.1:${port}/1` }));
    new Defects().report(new Error('no row for ada@example.com, asked with sk_live_51abc'), {
      request_id: 'r-1',
      route: '/x',
    });
    await Sentry.close(5000);
    server.close();
    expect(told.join('')).toContain('no row for [redacted], asked with [redacted]');
    expect(told.join('')).toContain('"request_id":"r-1"');
  });
});
