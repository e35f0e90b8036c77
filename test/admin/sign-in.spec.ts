import { FrozenClock, hours, minutes } from '../../src/kernel/clock.js';
import { Admins } from '../../src/platform/auth/admins.js';
import { isPassword, passwordHash } from '../../src/platform/auth/password.js';
import { Sessions } from '../../src/platform/auth/sessions.js';
import { SignInLinks } from '../../src/platform/auth/sign-in-link.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

const VISITOR = { address: '127.0.0.1', agent: 'test' };
const GOOD = 'correct horse battery';

describe('signing in to the back office', () => {
  let store: TestDatabase;
  let machine: Date;
  let sessions: Sessions;
  let links: SignInLinks;
  let admins: Admins;

  beforeEach(async () => {
    store = await startDatabase();
    machine = new Date('2026-03-01T09:00:00Z');
    const clock = new FrozenClock(new Date('2020-01-01T00:00:00Z'), () => machine);
    const config = loadConfig({ NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory' });
    sessions = new Sessions(store.database, clock, config);
    links = new SignInLinks(store.database, clock, config);
    admins = new Admins(store.database, clock, sessions);
  });

  afterEach(() => store.close());

  const later = (milliseconds: number) => (machine = new Date(machine.getTime() + milliseconds));
  const issued = async () => new URL((await links.issue()) ?? '').searchParams.get('token') ?? '';

  describe('by the link of a start', () => {
    it('works once, also when two come at the same time', async () => {
      const token = await issued();
      const used = await Promise.all([links.use(token), links.use(token), links.use(token)]);
      expect(used.filter(Boolean)).toHaveLength(1);
      expect(await links.use(token)).toBe(false);
    });

    it('is not used up by being asked about, and the answer is that of its use', async () => {
      const token = await issued();
      expect([await links.isGood(token), await links.isGood(token)]).toEqual([true, true]);
      expect(await links.use(token)).toBe(true);
      expect(await links.isGood(token)).toBe(false);
      expect(await links.isGood('guess')).toBe(false);
    });

    it('works for a quarter of an hour', async () => {
      const [early, late] = [await issued(), await issued()];
      later(minutes(15) - 1);
      expect(await links.use(early)).toBe(true);
      expect(await links.isGood(late)).toBe(true);
      later(1);
      expect(await links.isGood(late)).toBe(false);
      expect(await links.use(late)).toBe(false);
    });

    it('does not work for a token nobody was given, nor for the stored hash', async () => {
      await issued();
      const [row] = await store.database.query<{ hash: string }>('select hash from platform_sign_in_link');
      expect(await links.use('guess')).toBe(false);
      expect(await links.use(row?.hash ?? '')).toBe(false);
    });

    it('is not printed any more once there is an owner, and those printed are dead', async () => {
      const token = await issued();
      await admins.createOwner('ada@example.com', GOOD, VISITOR);
      expect(await links.issue()).toBeUndefined();
      expect([await links.isGood(token), await links.use(token)]).toEqual([false, false]);
    });
  });

  describe('sessions', () => {
    it('are stored by hash and found by the cookie alone', async () => {
      const token = await sessions.open(null, VISITOR);
      const rows = await store.database.query('select * from platform_session');
      expect(JSON.stringify(rows)).not.toContain(token);
      expect(await sessions.find(token)).toMatchObject({ adminId: null, roles: ['owner'] });
      expect(await sessions.find('guess')).toBeUndefined();
    });

    it('end after half an hour without a request', async () => {
      const token = await sessions.open(null, VISITOR);
      later(minutes(29));
      expect(await sessions.find(token)).toBeDefined();
      later(minutes(29));
      expect(await sessions.find(token)).toBeDefined();
      later(minutes(31));
      expect(await sessions.find(token)).toBeUndefined();
    });

    it('end after twelve hours, however busy', async () => {
      const token = await sessions.open(null, VISITOR);
      for (let at = 0; at < hours(12) - minutes(20); at += minutes(20)) {
        later(minutes(20));
        expect(await sessions.find(token)).toBeDefined();
      }
      later(minutes(20));
      expect(await sessions.find(token)).toBeUndefined();
    });

    it('end at once when signed out, and streams are told', async () => {
      const token = await sessions.open(null, VISITOR);
      const { session } = (await sessions.find(token)) ?? { session: '' };
      const told: string[] = [];
      sessions.onEnd((ended) => told.push(ended));
      await sessions.end(session);
      expect(await sessions.find(token)).toBeUndefined();
      expect(told).toEqual([session]);
    });

    it('each have a token of their own against forged requests', async () => {
      const [mine, other] = [await sessions.open(null, VISITOR), await sessions.open(null, VISITOR)];
      const [me, them] = [await sessions.find(mine), await sessions.find(other)];
      if (!me || !them) throw new Error('Both are signed in.');
      expect(sessions.isCsrfToken(me, me.csrf)).toBe(true);
      expect(sessions.isCsrfToken(me, them.csrf)).toBe(false);
      expect(sessions.isCsrfToken(me, '')).toBe(false);
    });
  });

  describe('by password', () => {
    it('lets the owner in, and those who came by the link go', async () => {
      const anonymous = await sessions.open(null, VISITOR);
      const first = await admins.createOwner(' Ada@Example.com ', GOOD, VISITOR);
      expect(await sessions.find(anonymous)).toBeUndefined();
      expect(await sessions.find(first)).toMatchObject({ email: 'ada@example.com', roles: ['owner'] });
      const second = await admins.signIn('ada@example.com', GOOD, VISITOR);
      expect(await sessions.find(second)).toMatchObject({ email: 'ada@example.com' });
    });

    it('makes one owner, also when two ask at the same time', async () => {
      const asked = [1, 2].map((n) => admins.createOwner(`ada${n}@example.com`, GOOD, VISITOR));
      const results = await Promise.allSettled(asked);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it.each(['short', 'ada-is-my-name-ok', 'aaaaaaaaaaaaaaa', 'password12345', 'x'.repeat(129)])('refuses %s', (weak) =>
      expect(admins.createOwner('ada@example.com', weak, VISITOR)).rejects.toMatchObject({
        code: 'auth/weak-password',
      }),
    );

    it('says the same of a wrong password, an unknown address and a locked account', async () => {
      await admins.createOwner('ada@example.com', GOOD, VISITOR);
      const refusal = { code: 'auth/sign-in-refused' };
      await expect(admins.signIn('eve@example.com', GOOD, VISITOR)).rejects.toMatchObject(refusal);
      for (let n = 0; n < 6; n += 1) {
        await expect(admins.signIn('ada@example.com', 'wrong', VISITOR)).rejects.toMatchObject(refusal);
      }
      await expect(admins.signIn('ada@example.com', GOOD, VISITOR)).rejects.toMatchObject(refusal);
      later(minutes(16));
      expect(await admins.signIn('ada@example.com', GOOD, VISITOR)).toBeTruthy();
    });

    it('keeps argon2id with its cost, and tells a right password from a near one', async () => {
      const stored = await passwordHash(GOOD);
      expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
      expect(await isPassword(GOOD, stored)).toBe(true);
      expect(await isPassword(`${GOOD} `, stored)).toBe(false);
      expect(await isPassword(GOOD, undefined)).toBe(false);
    });
  });
});
