import { connect } from 'node:net';
import { Body, Controller, Get, HttpCode, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { IsIn, IsOptional, IsObject, IsString, Length } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Public, Signed } from '../../src/platform/auth/access.js';
import { Quota } from '../../src/platform/limits/policies.js';
import { ApiDocument } from '../../src/platform/http/api-document.js';
import { IsMetadata } from '../../src/platform/http/dto.js';
import { startDatabase } from '../support/database.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

class NoteBody {
  @IsOptional()
  @IsString()
  text?: string;

  @IsOptional()
  @IsObject()
  tree?: object;

  @IsOptional()
  @IsMetadata()
  metadata?: object;

  @IsOptional()
  @Length(2, 40)
  title?: string;

  @IsOptional()
  @IsIn(['low', 'high'])
  weight?: string;

  @IsOptional()
  @IsString({ each: true })
  tags?: string[];
}

@Controller('notes')
@Public()
@Quota('none')
class NoteController {
  @Post()
  write(@Body() body: NoteBody): object {
    return { id: 'n-1', ...body };
  }

  @Post(':id/copies')
  copy(): object {
    return { id: 'c-1' };
  }

  @Get(':id')
  read(): object {
    return {};
  }
}

@Controller('webhooks')
class HookController {
  @Post('garden')
  @HttpCode(200)
  @Signed()
  receive(@Req() request: RawBodyRequest<FastifyRequest>): object {
    return { bytes: request.rawBody?.length ?? 0, parsed: request.body !== undefined };
  }
}

describe('what comes in', () => {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;

  beforeAll(async () => {
    database = await startDatabase();
    app = await tinyApp({
      database: database.database,
      controllers: [NoteController, HookController],
      env: { REVENUE_CORS_ORIGINS: 'https://shop.example' },
    });
  });

  afterAll(async () => {
    await app?.close();
    await database?.close();
  });

  const raw = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
    app.fetch('/api/v1/notes', {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Blob([body]),
    });
  const refusal = async (answer: Response) => {
    const { status, code, errors } = (await answer.json()) as {
      status: number;
      code: string;
      errors: { pointer: string; code: string }[];
    };
    expect(answer.status).toBe(status);
    return errors[0] ? `${status} ${code} ${errors[0].pointer} ${errors[0].code}` : `${status} ${code}`;
  };
  const deep = (levels: number) => `${'{"tree":'.repeat(levels)}{}${'}'.repeat(levels)}`;

  it.each([
    ['broken JSON', '{"text":', '400 request/malformed'],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), '400 request/malformed'],
    ['a member that is not known', '{"colour":1}', '422 request/invalid /colour request/unknown-member'],
    ['a member twice', '{"text":"a","tree":{"b":1,"b":2}}', '422 request/invalid /tree/b request/duplicate-member'],
    [
      'a member twice in a spelling that hides it',
      '{"text":"a","te\\u0078t":"b"}',
      '422 request/invalid /text request/duplicate-member',
    ],
    [
      'a way to the prototype',
      '{"tree":{"__proto__":{"admin":true}}}',
      '422 request/invalid /tree/__proto__ request/unknown-member',
    ],
    ['too many levels', deep(30), '422 request/invalid'],
    [
      'too many members',
      JSON.stringify({ tree: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`m${n}`, n])) }),
      '422 request/invalid /tree request/too-many',
    ],
    ['a text without end', JSON.stringify({ text: 'x'.repeat(70_000) }), '422 request/invalid /text request/too-long'],
    ['metadata that is a list', '{"metadata":[1]}', '422 request/invalid /metadata request/is-metadata'],
    ['a list in place of a body', '[]', '422 request/invalid  request/not-an-object'],
    ['a text in place of a body', '"text"', '422 request/invalid  request/not-an-object'],
    ['null in place of a body', 'null', '422 request/invalid  request/not-an-object'],
    ['what is no text', '{"text":1}', '422 request/invalid /text request/is-string'],
    ['a body above 256 kB', JSON.stringify({ text: 'x'.repeat(300_000) }), '413 request/too-large'],
  ])('refuses %s', async (_name, body, expected) => {
    expect(await refusal(await raw(body))).toContain(expected);
  });

  it.each([
    ['/api/v1/notes', 262_144],
    ['/webhooks/garden', 1_048_576],
  ])('says how large a body %s takes', async (path, limit) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.fetch(path, { method: 'POST', headers, body: `"${'x'.repeat(1_100_000)}"` });

    expect(await answer.json()).toMatchObject({ code: 'request/too-large', limit_bytes: limit });
  });

  it('says with every fault what would be right', async () => {
    const answer = await raw('{"title":"x","weight":"mid","tags":[1]}');
    const { errors } = (await answer.json()) as { errors: { detail: string }[] };
    expect(errors.map(({ detail }) => detail)).toEqual([
      'title must have from 2 to 40 characters.',
      'weight must be one of low, high.',
      'Each of tags must be a text.',
    ]);
  });

  it('names the address it cannot read', async () => {
    const answer = await app.fetch('/api/v1/notes/%ff?a=1');

    expect(await answer.json()).toMatchObject({ code: 'request/malformed', instance: '/api/v1/notes/%ff' });
  });

  it('takes the same member name in two objects', async () => {
    expect((await raw('{"text":"\\"text\\":1,","tree":{"text":[{"text":1},{"text":2}]}}')).status).toBe(201);
  });

  it('says where a new thing can be read, and only if it can', async () => {
    expect((await raw('{}')).headers.get('location')).toBe('/api/v1/notes/n-1');
    expect((await app.post('/api/v1/notes/n-1/copies', {})).headers.get('location')).toBeNull();
  });

  it('refuses other types than JSON', async () => {
    expect(await refusal(await raw('text=a', 'application/x-www-form-urlencoded'))).toBe(
      '415 request/unsupported-type',
    );
    expect(await refusal(await raw('<a/>', 'text/xml'))).toBe('415 request/unsupported-type');
  });

  it('tells no address from a wrong method', async () => {
    expect(await refusal(await app.fetch('/api/v1/nowhere'))).toBe('404 request/not-found');
    const answer = await app.fetch('/api/v1/notes/1', { method: 'DELETE' });
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    expect(await refusal(answer)).toBe('405 request/method-not-allowed');
  });

  it('answers HEAD where GET is answered', async () => {
    const answer = await app.fetch('/api/v1/notes/1', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('refuses an address without end, and too many parameters', async () => {
    expect(await refusal(await app.fetch(`/api/v1/notes/1?q=${'x'.repeat(9000)}`))).toBe(
      '414 request/address-too-long',
    );
    expect((await app.fetch(`/api/v1/notes/1?${'a=1&'.repeat(60)}`)).status).toBe(422);
  });

  it('refuses a parameter where a route has none, whatever the method, and lets a provider write as it does', async () => {
    expect(await refusal(await app.fetch('/api/v1/notes/1?colour=green'))).toBe(
      '422 request/invalid ?colour request/unknown-member',
    );
    const copied = await app.fetch('/api/v1/notes/1/copies?times=2&colour=green', { method: 'POST' });
    const { errors } = (await copied.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['?times', '?colour']);
    expect((await app.fetch('/webhooks/garden?via=proxy', { method: 'POST', body: 'seed' })).status).toBe(200);
  });

  it('refuses a key in the address, even beside a good one', async () => {
    const key = await app.key('billing:read');
    expect(
      await refusal(await app.fetch(`/api/v1/notes/1?x=${key}`, { headers: { authorization: `Bearer ${key}` } })),
    ).toBe('401 auth/key-missing');
  });

  it('leaves a signed body as it came, up to 1 MB', async () => {
    const hook = (body: string) =>
      app.fetch('/webhooks/garden', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await (await hook('{ "spaces" :  "kept é" }')).json()).toEqual({ bytes: 25, parsed: false });
    expect(await (await hook('not JSON')).json()).toEqual({ bytes: 8, parsed: false });
    expect((await hook('x'.repeat(900_000))).status).toBe(200);
    expect((await hook('x'.repeat(1_100_000))).status).toBe(413);
  });

  it('gives every answer its id, mode and headers, and takes over an id of the caller', async () => {
    const { headers } = await app.fetch('/api/v1/notes/1', { headers: { 'x-request-id': 'order-1042_a' } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-request-id': 'order-1042_a',
      'x-billing-mode': 'local-sandbox',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    const other = await app.fetch('/api/v1/nowhere', { headers: { 'x-request-id': 'bad id' } });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('lets pages of a listed origin read answers, and no other', async () => {
    const from = async (origin: string) =>
      (await app.fetch('/api/v1/notes/1', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect([await from('https://shop.example'), await from('https://evil.example')]).toEqual([
      'https://shop.example',
      null,
    ]);
  });

  it('ends a connection whose headers have no end with 431', async () => {
    const { port, hostname } = new URL(app.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
      );
      socket.on('data', (data) => resolve(String(data))).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*\r\nContent-Type: application\/problem\+json/);
  });

  it('describes itself in OpenAPI 3.1 and on a page', async () => {
    app.nest.get(ApiDocument).add('/beside', { post: { operationId: 'beside', responses: {} } });
    const document = (await (await app.fetch('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/beside', '/api/v1/notes', '/api/v1/api-keys/self', '/health']),
    );
    expect(document.paths['/api/v1/api-keys/self']).toMatchObject({
      get: { 'x-scope': 'any', security: [{ key: [] }] },
    });
    const page = await app.fetch('/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toMatch(/POST \/api\/v1\/notes/);
  });
});
