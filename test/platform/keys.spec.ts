import { Controller, Get } from '@nestjs/common';
import { FrozenClock, hours, seconds } from '../../src/kernel/clock.js';
import { AnyKey, Scope, Session } from '../../src/platform/auth/access.js';
import { ApiKeys } from '../../src/platform/auth/api-keys.js';
import { UnguardedRoutes } from '../../src/platform/auth/guarded-routes.js';
import { modeOfKey, newKey } from '../../src/platform/auth/key-format.js';
import { KnownKeys } from '../../src/platform/auth/known-keys.js';
import { Quota } from '../../src/platform/limits/policies.js';
import { startDatabase } from '../support/database.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

@Controller('garden')
@Quota('none')
class GardenController {
  @Get('gate')
  @Scope('billing:read')
  gate(): object {
    return {};
  }

  @Get('path')
  @AnyKey()
  path(): object {
    return {};
  }

  @Get('house')
  @Session()
  house(): object {
    return {};
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get('door')
  door(): object {
    return { open: true };
  }
}

describe('keys of programs', () => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  let machine: Date;
  let keys: ApiKeys;

  beforeAll(async () => {
    store = await startDatabase();
    machine = new Date('2026-11-21T09:00:00Z');
    const clock = new FrozenClock(new Date('2026-01-01T00:00:00Z'), () => machine);
    app = await tinyApp({ database: store.database, clock, controllers: [GardenController] });
    keys = app.nest.get(ApiKeys);
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  const later = (milliseconds: number) => (machine = new Date(machine.getTime() + milliseconds));
  const knock = async (key: string, path = 'gate') => {
    const answer = await app.fetch(`/api/v1/garden/${path}`, { headers: { authorization: `Bearer ${key}` } });
    const { code, ...rest } = (await answer.json()) as { code?: string };
    return { status: answer.status, code, challenge: answer.headers.get('www-authenticate'), ...rest };
  };

  it('carry their mode and a checksum that turns typing errors away without a query', () => {
    const key = newKey('test');
    expect(key).toMatch(/^rvn_test_[0-9A-Za-z]{43}$/);
    expect(modeOfKey(key)).toBe('test');
    const wrong = [...key].map((letter, at) =>
      at < 9 ? undefined : `${key.slice(0, at)}${letter === 'a' ? 'b' : 'a'}${key.slice(at + 1)}`,
    );
    expect(wrong.filter((one) => one !== undefined && modeOfKey(one) !== undefined)).toEqual([]);
    expect(new Set(Array.from({ length: 1000 }, () => newKey('live'))).size).toBe(1000);
  });

  it('open what their scopes reach, and say which one is missing', async () => {
    expect((await knock(await app.key('billing:read'))).status).toBe(200);
    expect(await knock(await app.key('customers:read'))).toMatchObject({
      status: 403,
      code: 'auth/scope-missing',
      required_scope: 'billing:read',
    });
    expect((await knock(await app.key(), 'path')).status).toBe(200);
  });

  it('are refused in words when they are unknown, of another mode or malformed', async () => {
    expect(await knock(newKey('test'))).toMatchObject({ status: 401, code: 'auth/key-unknown', challenge: 'Bearer' });
    expect(await knock(newKey('live'))).toMatchObject({ status: 401, code: 'auth/wrong-mode' });
    expect(await knock('rvn_test_short')).toMatchObject({ status: 401, code: 'auth/key-unknown' });
  });

  it('are kept as a hash only', async () => {
    const { key } = await keys.create({ name: 'kept', preset: 'read-only' });
    const rows = await store.database.query('select to_jsonb(k)::text as row from platform_api_key k');
    expect(JSON.stringify(rows)).not.toContain(key.slice(9, 30));
    expect(JSON.stringify(rows)).toContain(key.slice(-4));
  });

  it('end when they expire, by the clock of the machine', async () => {
    const { key } = await keys.create({
      name: 'short',
      scopes: ['billing:read'],
      expiresAt: new Date(machine.getTime() + hours(1)),
    });
    expect((await knock(key)).status).toBe(200);
    later(hours(1));
    expect(await knock(key)).toMatchObject({ status: 401, code: 'auth/key-expired' });
  });

  it('end within 5 seconds of being revoked, with their successors', async () => {
    const first = await keys.create({ name: 'first', scopes: ['billing:read'] });
    const second = await keys.rotate(first.id);
    const third = await keys.rotate(second.id);
    expect((await knock(third.key)).status).toBe(200);
    await keys.revoke(first.id);
    later(seconds(5));
    for (const { key } of [first, second, third])
      expect(await knock(key)).toMatchObject({ status: 401, code: 'auth/key-unknown' });
  });

  it('rotate themselves over HTTP: both live for the grace, and a key has one successor', async () => {
    const key = await app.key('billing:read');
    const rotate = (headers: object) =>
      app.post('/api/v1/api-keys/self/rotation', { grace_hours: 2 }, { authorization: `Bearer ${key}`, ...headers });
    const { key: successor } = (await (await rotate({})).json()) as { key: string };
    later(seconds(6));
    expect([(await knock(key)).status, (await knock(successor)).status]).toEqual([200, 200]);
    expect((await rotate({})).status).toBe(409);
    later(hours(2));
    expect(await knock(key)).toMatchObject({ status: 401, code: 'auth/key-expired' });
    expect((await knock(successor)).status).toBe(200);
  });

  it('say who they are', async () => {
    const { id, key } = await keys.create({ name: 'shop', scopes: ['billing:read', 'customers:read'] });
    const answer = await app.fetch('/api/v1/api-keys/self', { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toEqual({ id, name: 'shop', scopes: ['billing:read', 'customers:read'] });
  });

  it('note their use at most once a minute', async () => {
    const { id, key } = await keys.create({ name: 'used', scopes: ['billing:read'] });
    await knock(key);
    const used = async () =>
      (
        await store.database.query<{ last_used_at: string | null }>(
          'select last_used_at from platform_api_key where id = $1',
          [id],
        )
      )[0]?.last_used_at;
    await until(async () => (await used()) !== null);
    const first = await used();
    later(seconds(30));
    await knock(key);
    expect(await used()).toBe(first);
    later(seconds(31));
    await knock(key);
    await until(async () => (await used()) !== first);
  });

  it('move to a new pepper with their next use', async () => {
    const [old, fresh] = ['o'.repeat(40), 'n'.repeat(40)];
    const before = await tinyApp({ database: store.database, env: { REVENUE_PEPPER: old } });
    const { id, key } = await before.nest.get(ApiKeys).create({ name: 'moved', scopes: ['billing:read'] });
    await before.close();
    for (const pepper of [`${fresh},${old}`, fresh]) {
      const after = await tinyApp({ database: store.database, env: { REVENUE_PEPPER: pepper } });
      expect((await after.nest.get(KnownKeys).find(key))?.id).toBe(id);
      await after.close();
    }
  });

  it('do not open what is for people', async () => {
    expect(await knock(await app.key('billing:read'), 'house')).toMatchObject({
      status: 401,
      code: 'auth/sign-in-required',
    });
  });

  it('a route that does not say who may call it stops the boot, by name', async () => {
    const boot = tinyApp({ database: store.database, controllers: [ForgottenController] });
    await expect(boot).rejects.toThrow(UnguardedRoutes);
    await expect(boot).rejects.toThrow('GET /forgotten/door (ForgottenController.door)');
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 5000; performance.now() < end;) if (await condition()) return;
  throw new Error('It did not come true in time.');
}
