import { Body, Controller, Get, HttpException, Param, Post } from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import { Money } from '../../src/kernel/money.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { AnyKey, Public, Scope } from '../../src/platform/auth/access.js';
import { IsAmount, IsCurrency, type AmountInput } from '../../src/platform/http/dto.js';
import { startDatabase } from '../support/database.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

class PlantTooDry extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'garden/plant-too-dry';

  constructor() {
    super('Water it first.', { needed: Money.of(300, 'usd'), status: 200, code: 'forged' });
  }
}

class SeedBody {
  @IsAmount()
  amount: AmountInput;

  @IsCurrency()
  currency: string;

  @IsOptional()
  @IsString()
  note?: string;
}

@Controller('garden')
class GardenController {
  @Get('open')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('gate')
  @Scope('billing:read')
  gate(): object {
    return { in: true };
  }

  @Post('seeds')
  @AnyKey()
  plant(@Body() { amount, currency }: SeedBody): object {
    return Money.parse(amount, currency).toJSON();
  }

  @Get('dry')
  @Public()
  dry(): object {
    throw new PlantTooDry();
  }

  @Get('refused/:status')
  @Public()
  refused(@Param('status') status: string): object {
    throw new HttpException('in the words of a library, with sk_live_1234', Number(status));
  }

  @Get('broken')
  @Public()
  broken(): object {
    throw new Error('the secret is sk_live_1234');
  }
}

describe('the door of the API', () => {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  let key: string;

  beforeAll(async () => {
    database = await startDatabase();
    app = await tinyApp({ database: database.database, controllers: [GardenController] });
    key = await app.key('billing:read');
  });

  afterAll(async () => {
    await app?.close();
    await database?.close();
  });

  const bearer = () => ({ authorization: `Bearer ${key}` });
  const plant = (body: unknown) => app.post('/api/v1/garden/seeds', body, bearer());

  it('answers health', async () => {
    const answer = await app.fetch('/health');
    expect(await answer.json()).toMatchObject({ status: 'healthy', service: 'revenue-engine', mode: 'local-sandbox' });
    expect(answer.status).toBe(200);
  });

  it('opens with a key that reaches the route, and says what is missing otherwise', async () => {
    expect((await app.fetch('/api/v1/garden/gate', { headers: bearer() })).status).toBe(200);
    const without = await app.fetch('/api/v1/garden/gate');
    expect(without.status).toBe(401);
    expect(await without.json()).toMatchObject({ code: 'auth/key-missing' });
  });

  it('tells amounts in major units and lets no fact overwrite a standard member', async () => {
    const answer = await app.fetch('/api/v1/garden/dry');
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'garden/plant-too-dry',
      status: 409,
      needed: { amount: 3, currency: 'usd' },
    });
  });

  it.each([
    [404, '404 request/not-found'],
    [406, '406 request/not-acceptable'],
    [408, '408 request/timeout'],
    [413, '413 request/too-large'],
    [414, '414 request/address-too-long'],
    [415, '415 request/unsupported-type'],
    [418, '400 request/malformed'],
    [503, '503 service/overloaded'],
    [502, '500 internal'],
  ])('tells what a library refuses with %i in words of ours', async (status, told) => {
    const answer = await app.fetch(`/api/v1/garden/refused/${status}`);
    const text = await answer.text();
    expect(`${answer.status} ${(JSON.parse(text) as { code: string }).code}`).toBe(told);
    expect(text).not.toContain('library');
  });

  it('tells nothing of a defect but its request id', async () => {
    const answer = await app.fetch('/api/v1/garden/broken');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('sk_live');
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', request_id: answer.headers.get('x-request-id') });
  });

  it('lists every fault of a body at once', async () => {
    const answer = await plant({ amount: '1e3', currency: 'nope', colour: 'red' });
    expect(answer.status).toBe(422);
    const { errors, code } = (await answer.json()) as { errors: { pointer: string; code: string }[]; code: string };
    expect(code).toBe('request/invalid');
    expect(errors.map((fault) => `${fault.pointer} ${fault.code}`).toSorted()).toEqual([
      '/amount money/not-an-amount',
      '/colour request/unknown-member',
      '/currency money/unknown-currency',
    ]);
  });

  it.each([
    { amount: 97, currency: 'USD', minor: 9700 },
    { amount: '97.00', currency: 'usd', minor: 9700 },
    { amount: 1000, currency: 'jpy', minor: 1000 },
    { amount: '1.234', currency: 'kwd', minor: 1234 },
  ])('reads $amount $currency', async ({ amount, currency, minor }) => {
    expect(await (await plant({ amount, currency })).json()).toEqual({ minor, currency: currency.toLowerCase() });
  });

  it.each([
    { amount: 10.5, currency: 'jpy' },
    { amount: 0.1 + 0.2, currency: 'usd' },
  ])('refuses $amount $currency by its own name', async (body) => {
    expect(await (await plant(body)).json()).toMatchObject({ status: 422, code: 'money/too-many-digits' });
  });
});
