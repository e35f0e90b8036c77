import { randomUUID } from 'node:crypto';
import { Body, Controller, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../../src/kernel/domain-error.js';
import { AnyKey, MovesMoney } from '../../src/platform/auth/access.js';
import { Database } from '../../src/platform/database/database.js';
import { KeptAnswers } from '../../src/platform/http/kept-answers.js';
import { Idempotency } from '../../src/platform/http/idempotency.js';
import { OneTransaction } from '../../src/platform/http/one-transaction.js';
import { Quota } from '../../src/platform/limits/policies.js';
import { startDatabase } from '../support/database.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

class CardDeclined extends DomainError {
  readonly kind = 'declined';
  readonly code = 'garden/card-declined';
}

class SoilTooDry extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'garden/soil-too-dry';
}

class ProviderAway extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'garden/provider-away';
}

class PaymentBody {
  @IsIn(['pay', 'decline', 'away', 'slow'])
  what: 'pay' | 'decline' | 'away' | 'slow';
}

/** What the world would see: calls that really went out. */
const calls: string[] = [];
let cutOffAt: string | undefined;
let refused = false;
let letSlowGo: () => void = () => undefined;

@Controller('garden')
@AnyKey()
@Quota('none')
class GardenController {
  constructor(
    private readonly idempotency: Idempotency,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Post('payments')
  @MovesMoney()
  async pay(@Body() { what }: PaymentBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    calls.push(what);
    if (what === 'decline') throw new CardDeclined('The card was declined.');
    if (what === 'away') throw new ProviderAway('The provider is away.');
    if (what === 'slow') await new Promise<void>((resolve) => (letSlowGo = resolve));
    void reply.header('location', '/api/v1/garden/payments/1');
    return { z: 1, a: 2, call: calls.length };
  }

  /** Names what it makes after its act, and may be cut off or refused on the way. */
  @Post('named')
  @MovesMoney()
  named(): object {
    const id = this.idempotency.actId ?? randomUUID();
    calls.push(`provider ${id}`);
    cutOff('called');
    refuse();
    return { id };
  }

  @Put('plan/:id')
  @MovesMoney()
  plan(@Param('id') id: string): object {
    calls.push(id);
    return { id };
  }

  @Post('beds')
  @OneTransaction()
  async bed(): Promise<object> {
    await this.database.query(
      `insert into platform_slot (job, slot, state, locked_until) values ('bed', $1, 'done', now())`,
      [randomUUID()],
    );
    cutOff('planted');
    return { planted: true };
  }
}

function cutOff(at: string): void {
  if (cutOffAt !== at) return;
  cutOffAt = undefined;
  throw new Error(`cut off at ${at}`);
}

function refuse(): void {
  if (!refused) return;
  refused = false;
  throw new SoilTooDry('The soil is too dry.');
}

describe('an Idempotency-Key', () => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  let bearer: Record<string, string>;

  beforeAll(async () => {
    store = await startDatabase();
    app = await tinyApp({ database: store.database, controllers: [GardenController] });
    bearer = { authorization: `Bearer ${await app.key('billing:write')}` };
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  beforeEach(() => {
    calls.length = 0;
    cutOffAt = undefined;
  });

  const send = (path: string, key: string, body: object = { what: 'pay' }) =>
    app.post(`/api/v1/garden/${path}`, body, { ...bearer, 'idempotency-key': key });
  const pay = (key: string, what = 'pay') => send('payments', key, { what });
  const told = async (answer: Response) => ({
    status: answer.status,
    code: ((await answer.json()) as { code?: string }).code,
  });

  it('is not needed: a plain POST works', async () => {
    expect((await app.post('/api/v1/garden/payments', { what: 'pay' }, bearer)).status).toBe(201);
  });

  it('gives the first answer again, to the byte, with its headers, and marks it', async () => {
    const first = await pay('"order-1"');
    const again = await pay('order-1');
    expect(await again.text()).toBe(await first.text());
    expect([again.status, again.headers.get('location'), again.headers.get('idempotent-replayed')]).toEqual([
      201,
      '/api/v1/garden/payments/1',
      'true',
    ]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(calls).toHaveLength(1);
  });

  it('reads a body by meaning, not by spelling', async () => {
    await pay('order-2');
    const headers = { ...bearer, 'content-type': 'application/json', 'idempotency-key': 'order-2' };
    const again = await app.fetch('/api/v1/garden/payments', { method: 'POST', headers, body: '{ "what" : "pay" }' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('refuses another body or another address under the same key', async () => {
    await pay('order-3');
    expect(await told(await pay('order-3', 'decline'))).toEqual({ status: 422, code: 'idempotency/key-reused' });
    expect(await told(await send('named', 'order-3'))).toEqual({ status: 422, code: 'idempotency/key-reused' });
  });

  it('belongs to one API key: another may use the same word', async () => {
    await pay('order-4');
    const other = { authorization: `Bearer ${await app.key('billing:write')}`, 'idempotency-key': 'order-4' };
    const answer = await app.post('/api/v1/garden/payments', { what: 'pay' }, other);
    expect(answer.headers.get('idempotent-replayed')).toBeNull();
    expect(calls).toHaveLength(2);
  });

  it('says that the first request still runs', async () => {
    const first = pay('order-5', 'slow');
    await until(() => calls.includes('slow'));
    const second = await pay('order-5', 'slow');
    expect(second.headers.get('retry-after')).toBe('1');
    expect(await told(second)).toEqual({ status: 409, code: 'idempotency/in-progress' });
    letSlowGo();
    expect((await first).status).toBe(201);
  });

  it('does the work once for 50 calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay('order-6')));
    expect(calls).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201, ...answers.map(({ status }) => status).filter((s) => s === 409)]),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  });

  it('would do it more than once without the claim: the check above can fail', async () => {
    const answers = app.nest.get(KeptAnswers);
    const honest = answers.claim.bind(answers);
    answers.claim = async (request) => honest({ ...request, key: `${request.key} ${randomUUID()}` });
    await Promise.all(Array.from({ length: 50 }, () => pay('order-7')));
    answers.claim = honest;
    expect(calls).toHaveLength(50);
  });

  it('stays free when the request was refused before the use case ran', async () => {
    expect((await send('payments', 'order-8', { what: 'nonsense' })).status).toBe(422);
    expect((await pay('order-8')).status).toBe(201);
  });

  it('keeps a refusal of the domain and gives it again', async () => {
    const first = await pay('order-9', 'decline');
    const again = await pay('order-9', 'decline');
    expect([again.status, again.headers.get('content-type'), again.headers.get('idempotent-replayed')]).toEqual([
      402,
      first.headers.get('content-type'),
      'true',
    ]);
    expect(await again.json()).toEqual(await first.json());
    expect(calls).toEqual(['decline']);
  });

  it('keeps no 503: the next try does the work', async () => {
    expect((await pay('order-10', 'away')).status).toBe(503);
    expect((await pay('order-10', 'away')).headers.get('idempotent-replayed')).toBeNull();
    expect(calls).toEqual(['away', 'away']);
  });

  it('is one act under one id however often it is cut off, and also when a later try is refused', async () => {
    cutOffAt = 'called';
    expect((await send('named', 'act-1')).status).toBe(500);
    refused = true;
    expect((await send('named', 'act-1')).status).toBe(422);
    expect((await send('named', 'act-1')).status).toBe(201);
    expect([calls.length, new Set(calls).size]).toEqual([3, 1]);
  });

  it('is as if never used when the first try is refused: nothing of it can stand anywhere', async () => {
    refused = true;
    expect((await send('named', 'act-2')).status).toBe(422);
    expect((await send('named', 'act-2')).status).toBe(201);
    expect(new Set(calls).size).toBe(2);
  });

  it('commits the effect and the answer together where a route only touches the database', async () => {
    const beds = async () =>
      Number(
        (await store.database.query<{ n: string }>(`select count(*) as n from platform_slot where job = 'bed'`))[0]?.n,
      );
    cutOffAt = 'planted';
    expect((await send('beds', 'bed-1')).status).toBe(500);
    expect(await beds()).toBe(0);
    await Promise.all([send('beds', 'bed-1'), send('beds', 'bed-1'), send('beds', 'bed-1')]);
    expect((await send('beds', 'bed-1')).headers.get('idempotent-replayed')).toBe('true');
    expect(await beds()).toBe(1);
  });

  it('is taken over when the process that held it died', async () => {
    await pay('order-11');
    await store.database.query(
      `update platform_idempotency set state = 'running', holder = $1, locked_until = now() - interval '1 second' where key = 'order-11'`,
      [randomUUID()],
    );
    const answer = await pay('order-11');
    expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  it('is read on a PUT that moves money, and on no GET', async () => {
    await send('plan/x', 'order-12');
    const put = () =>
      app.fetch('/api/v1/garden/plan/x', { method: 'PUT', headers: { ...bearer, 'idempotency-key': 'order-13' } });
    await put();
    expect((await put()).headers.get('idempotent-replayed')).toBe('true');
  });

  it.each(['', 'x'.repeat(256), 'zwei wörter', '"open'])('refuses %j as a key', async (key) => {
    const answer = await app.fetch('/api/v1/garden/payments', {
      method: 'POST',
      headers: [
        ...Object.entries(bearer),
        ['content-type', 'application/json'],
        ['idempotency-key', Buffer.from(key).toString('latin1')],
      ],
      body: '{"what":"pay"}',
    });
    expect(await told(answer)).toEqual({ status: 400, code: 'request/malformed' });
  });

  it('is demanded for money where the installation says so', async () => {
    const strict = await tinyApp({
      database: store.database,
      controllers: [GardenController],
      env: { REVENUE_REQUIRE_IDEMPOTENCY_KEY: 'true' },
    });
    const headers = { authorization: `Bearer ${await strict.key('billing:write')}` };
    expect(await told(await strict.post('/api/v1/garden/payments', { what: 'pay' }, headers))).toEqual({
      status: 400,
      code: 'idempotency/key-required',
    });
    expect((await strict.post('/api/v1/garden/beds', {}, headers)).status).toBe(201);
    await strict.close();
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (
    const end = performance.now() + 5000;
    performance.now() < end;
    await new Promise((resolve) => setImmediate(resolve))
  ) {
    if (condition()) return;
  }
  throw new Error('It did not come true in time.');
}
