import type { Recording } from '../../src/modules/webhooks/inbox/recording.js';
import { eventOf, foldOf, startInbox, type Sent, type TestInbox } from './support.js';

describe('the inbox', () => {
  let at: TestInbox;

  beforeEach(async () => {
    at = await startInbox();
    await at.database.query(`create table booked (object_id text, event_id text, primary key (event_id))`);
  });

  afterEach(() => at.close());

  const noted = (id: string, object: string, created = 100): Sent => ({
    id,
    type: 'thing.changed',
    created,
    object: { id: object, object: 'thing' },
  });
  const arrive = (...sent: Sent[]) =>
    at.database.transaction(() =>
      at.inbox.record(sent.map((one): Recording => ({ source: 'backfill', externalId: one.id, body: eventOf(one) }))),
    );
  const booked = async () =>
    (await at.database.query<{ event_id: string }>('select event_id from booked order by event_id')).map(
      (row) => row.event_id,
    );
  const book = async (objectId: string, eventId: string) => {
    await at.database.query('insert into booked values ($1, $2)', [objectId, eventId]);
  };
  const statusOf = async (externalId: string) => {
    const [row] = await at.database.query<{ status: string; attempts: number; last_error: string | null }>(
      'select status, attempts, last_error from webhooks_inbox where external_id = $1',
      [externalId],
    );
    return row;
  };
  const timePasses = () => at.database.query(`update webhooks_inbox set next_at = now() where status = 'pending'`);

  it('folds what is due once, oldest first, and leaves nothing pending', async () => {
    const seen: string[] = [];
    at.folds.register(
      foldOf(['thing'], async ({ objectId, pending }) => {
        for (const { externalId } of pending) {
          seen.push(externalId);
          await book(objectId, externalId);
        }
        return { kind: 'done', changed: true };
      }),
    );
    await arrive(noted('evt_2', 'a', 102), noted('evt_1', 'a', 101), noted('evt_3', 'b', 103));

    expect(await at.worker.drain()).toBe(3);
    expect(await at.worker.drain()).toBe(0);
    expect(seen.filter((id) => id !== 'evt_3')).toEqual(['evt_1', 'evt_2']);
    expect(await booked()).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(await statusOf('evt_1')).toMatchObject({ status: 'done' });
  });

  it('takes no more at once than it has memory for, and everything in the end, oldest first', async () => {
    const read: number[] = [];
    const sizeOf = (events: readonly object[]) => JSON.stringify(events).length;
    at.folds.register(
      foldOf(['thing'], async ({ objectKey, objectId, pending }) => {
        const history = (await at.inbox.histories([objectKey])).get(objectKey) ?? [];
        read.push(sizeOf(history.filter(({ externalId }) => !folded.has(externalId))));
        for (const { externalId } of pending) {
          folded.add(externalId);
          await book(objectId, externalId);
        }
        return { kind: 'done', changed: true };
      }),
    );
    const folded = new Set<string>();
    const large = Array.from({ length: 20 }, (_, n) => noted(`evt_${n + 10}`, n % 2 ? 'a' : 'b', 100 + n));
    const note = 'x'.repeat(900_000);
    for (const one of large) await arrive({ ...one, object: { ...one.object, note } });

    const taken: number[] = [];
    for (let before = 0; folded.size < large.length; before = folded.size) {
      expect((await at.worker.round(1)).kind).toBe('folded');
      taken.push(folded.size - before);
    }
    expect(taken).toEqual([19, 1]);
    expect(Math.max(...read)).toBeLessThan(18 * 1024 * 1024);
    expect(await booked()).toEqual(large.map(({ id }) => id));
  });

  it('lets a poisonous event stop neither its neighbours nor the rest of its own object', async () => {
    at.folds.register(
      foldOf(['thing'], async ({ objectKey, objectId }) => {
        const history = (await at.inbox.histories([objectKey])).get(objectKey) ?? [];
        for (const { externalId } of history) {
          if (externalId === 'evt_poison') throw new TypeError('cannot read properties of undefined');
          await at.database.query('insert into booked values ($1, $2) on conflict do nothing', [objectId, externalId]);
        }
        return { kind: 'done', changed: true };
      }),
    );
    await arrive(
      noted('evt_1', 'a', 101),
      noted('evt_poison', 'a', 102),
      noted('evt_3', 'a', 103),
      noted('evt_4', 'b'),
    );

    await at.worker.drain();
    expect(await booked()).toEqual(['evt_1', 'evt_3', 'evt_4']);
    expect(await statusOf('evt_poison')).toMatchObject({ status: 'pending', attempts: 1 });

    for (let tries = 0; tries < 2; tries += 1) {
      await timePasses();
      await at.worker.drain();
    }
    expect(await statusOf('evt_poison')).toMatchObject({ status: 'dead', attempts: 3 });
    expect((await statusOf('evt_poison'))?.last_error).toContain('cannot read properties');
    const told = await at.database.query<{ data: object }>(
      `select data from platform_event where type = 'webhooks.event.died'`,
    );
    expect(told.map(({ data }) => data)).toMatchObject([{ providerEvent: 'evt_poison' }]);
  });

  it('leaves a body that nobody can read, and folds what else there is', async () => {
    at.folds.register(
      foldOf(['thing'], async ({ objectKey, objectId }) => {
        for (const { externalId } of (await at.inbox.histories([objectKey])).get(objectKey) ?? [])
          await at.database.query('insert into booked values ($1, $2) on conflict do nothing', [objectId, externalId]);
        return { kind: 'done', changed: true };
      }),
    );
    await arrive(noted('evt_1', 'a', 101), noted('evt_2', 'a', 102), noted('evt_3', 'b', 103));
    await at.database.query(
      `update webhooks_body b set body = overlay(body placing '\\x0000'::bytea from 30)
       from webhooks_inbox i where i.seq = b.seq and i.external_id = 'evt_1'`,
    );

    expect(await at.worker.drain()).toBe(3);
    expect(await booked()).toEqual(['evt_2', 'evt_3']);
    expect(await statusOf('evt_1')).toMatchObject({ status: 'pending', attempts: 1 });
    for (let tries = 0; tries < 2; tries += 1) {
      await timePasses();
      await at.worker.drain();
    }
    expect(await statusOf('evt_1')).toMatchObject({ status: 'dead', attempts: 3 });
    const told = await at.database.query(`select from platform_event where type = 'webhooks.event.died'`);
    expect(told).toHaveLength(1);
  });

  it('lets one event of which nobody can say the locks stop neither its neighbours nor the rest of its own object', async () => {
    const asked: string[] = [];
    at.folds.register({
      ...foldOf(['thing'], async ({ objectId, pending }) => {
        for (const { externalId } of pending) await book(objectId, externalId);
        return { kind: 'done', changed: true };
      }),
      locks: async (claims) => {
        const histories = await at.inbox.histories(claims.map(({ objectKey }) => objectKey));
        const known = [...histories.values()].flat().map(({ externalId }) => externalId);
        if (known.includes('evt_poison')) throw new TypeError('cannot read properties of undefined');
        asked.push(...known);
        return claims.map(({ objectKey }) => `beside:${objectKey}`);
      },
    });
    await arrive(
      noted('evt_1', 'a', 101),
      noted('evt_poison', 'a', 102),
      noted('evt_3', 'a', 103),
      noted('evt_4', 'b'),
    );

    expect(await at.worker.drain()).toBe(4);
    expect(await booked()).toEqual(['evt_1', 'evt_3', 'evt_4']);
    expect(asked).toEqual(expect.arrayContaining(['evt_1', 'evt_3', 'evt_4']));
    expect(await statusOf('evt_poison')).toMatchObject({ status: 'pending', attempts: 1 });
    expect(await statusOf('evt_3')).toMatchObject({ status: 'done', attempts: 0, last_error: null });
    await timePasses();
    await at.worker.drain();
    expect(await statusOf('evt_poison')).toMatchObject({ status: 'pending', attempts: 2 });
  });

  it.each(['40001', '40P01'])('sets aside the one event that crosses others each time (%s)', async (code) => {
    const tries = { guilty: 0, neighbour: 0 };
    at.folds.register(
      foldOf(['thing'], async ({ objectId, objectKey }) => {
        for (const { externalId } of (await at.inbox.histories([objectKey])).get(objectKey) ?? []) {
          if (externalId === 'evt_2') tries.guilty += 1;
          if (externalId === 'evt_4') tries.neighbour += 1;
          if (externalId === 'evt_2')
            await at.database.query(`do $$ begin raise 'crossed' using errcode = '${code}'; end $$`);
          await at.database.query('insert into booked values ($1, $2) on conflict do nothing', [objectId, externalId]);
        }
        return { kind: 'done', changed: true };
      }),
    );
    await arrive(noted('evt_1', 'a', 101), noted('evt_2', 'a', 102), noted('evt_3', 'a', 103), noted('evt_4', 'b'));

    expect(await at.worker.drain()).toBe(4);
    expect(await booked()).toEqual(['evt_1', 'evt_3', 'evt_4']);
    expect(await statusOf('evt_2')).toMatchObject({ status: 'pending', attempts: 1 });
    expect((await statusOf('evt_2'))?.last_error).toContain('crossed');
    expect(await statusOf('evt_3')).toMatchObject({ status: 'done', attempts: 0, last_error: null });
    expect(await statusOf('evt_4')).toMatchObject({ status: 'done', attempts: 0, last_error: null });
    expect(tries.guilty).toBeGreaterThanOrEqual(10);
    expect(tries.neighbour).toBeLessThanOrEqual(6);

    await at.database.query(`update webhooks_inbox set attempts = 8 where external_id = 'evt_2'`);
    await timePasses();
    await at.worker.drain();
    expect(await statusOf('evt_2')).toMatchObject({ status: 'dead', attempts: 9 });
    const told = await at.database.query(`select from platform_event where type = 'webhooks.event.died'`);
    expect(told).toHaveLength(1);
  });

  it('tries a dead event again when it is replayed, and a done one folds to nothing new', async () => {
    let broken = true;
    at.folds.register(
      foldOf(['thing'], async ({ objectId, pending }) => {
        if (broken) throw new TypeError('not yet');
        for (const { externalId } of pending)
          await at.database.query('insert into booked values ($1, $2) on conflict do nothing', [objectId, externalId]);
        return { kind: 'done', changed: true };
      }),
    );
    const [event] = await arrive(noted('evt_1', 'a'));
    for (let tries = 0; tries < 3; tries += 1) {
      await timePasses();
      await at.worker.drain();
    }
    expect(await statusOf('evt_1')).toMatchObject({ status: 'dead' });

    broken = false;
    for (let times = 0; times < 2; times += 1) {
      await at.inbox.replay(event?.id ?? '');
      await at.worker.drain();
    }
    expect(await statusOf('evt_1')).toMatchObject({ status: 'done' });
    expect(await booked()).toEqual(['evt_1']);
  });

  it('lets a child wait for its parent and go on in the transaction that makes it', async () => {
    at.folds.register(
      foldOf(['child'], async ({ objectId, pending }) => {
        const [parent] = await at.database.query(`select 1 from booked where object_id = 'p'`);
        if (!parent) return { kind: 'waiting', on: 'stripe:self:parent:p' };
        for (const { externalId } of pending) await book(objectId, externalId);
        return { kind: 'done', changed: true };
      }),
    );
    at.folds.register(
      foldOf(['parent'], async ({ objectId, objectKey, pending }) => {
        for (const { externalId } of pending) await book(objectId, externalId);
        await at.inbox.release(objectKey);
        return { kind: 'done', changed: true };
      }),
    );
    const [child, parent] = [
      { id: 'evt_child', type: 'child.created', created: 100, object: { id: 'c', object: 'child' } },
      { id: 'evt_parent', type: 'parent.created', created: 101, object: { id: 'p', object: 'parent' } },
    ];

    await arrive(child);
    await at.worker.drain();
    expect(await statusOf('evt_child')).toMatchObject({ status: 'waiting' });
    await arrive(parent);
    await at.worker.drain();

    expect(await booked()).toEqual(['evt_child', 'evt_parent']);
  });

  it('looks by itself at what waits, should the release have missed it', async () => {
    let there = false;
    at.folds.register(
      foldOf(['thing'], async () =>
        there ? { kind: 'done', changed: true } : { kind: 'waiting', on: 'stripe:self:x:1' },
      ),
    );
    await arrive(noted('evt_1', 'a'));
    await at.worker.drain();
    there = true;
    await at.database.query(
      `update webhooks_inbox set next_at = now(), received_at = received_at - interval '11 minutes'`,
    );

    expect(await at.sweep.waiting()).toBe(1);
    await at.worker.drain();

    expect(await statusOf('evt_1')).toMatchObject({ status: 'done' });
    expect(await at.inbox.takeWanted(5)).toEqual(['stripe:self:x:1']);
  });

  it('folds an object again when something it depends on has changed, once', async () => {
    const refolds: number[] = [];
    at.folds.register(
      foldOf(['thing'], async ({ pending, refold, objectKey }) => {
        if (refold) refolds.push(pending.length);
        expect((await at.inbox.histories([objectKey])).get(objectKey)).toHaveLength(1);
        return { kind: 'done', changed: false };
      }),
    );
    await arrive(noted('evt_1', 'a'));
    await at.worker.drain();
    await at.inbox.refold('stripe:self:thing:a');
    await at.inbox.refold('stripe:self:thing:a');
    await at.worker.drain();

    expect(refolds).toEqual([0]);
  });

  it('folds an answer of our own inside the transaction that asked, or not at all', async () => {
    at.folds.register(
      foldOf(['thing'], async ({ objectId, pending }) => {
        for (const { externalId } of pending) await book(objectId, externalId);
        return { kind: 'done', changed: true };
      }),
    );
    const answer = (id: string): Recording => ({
      source: 'api',
      externalId: id,
      body: eventOf({ id, type: 'thing.observed', created: 100, object: { id: 'a', object: 'thing' } }),
    });
    const ask = (id: string, fails: boolean) =>
      at.database.transaction(async () => {
        await at.database.hold('stripe:self:thing:a');
        await at.inbox.record([answer(id)]);
        await at.inbox.foldNow(['stripe:self:thing:a']);
        if (fails) throw new Error('cut off');
      });

    await expect(ask('api:1', true)).rejects.toThrow('cut off');
    expect(await booked()).toEqual([]);
    await ask('api:2', false);
    expect(await booked()).toEqual(['api:2']);
    expect(await at.worker.drain()).toBe(0);
  });

  it('skips what nobody folds, with the reason', async () => {
    await arrive(noted('evt_1', 'a'));
    await at.worker.drain();

    expect(await statusOf('evt_1')).toMatchObject({ status: 'skipped' });
  });
});
