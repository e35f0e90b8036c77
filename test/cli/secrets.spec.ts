import { Readable } from 'node:stream';
import { secrets } from '../../src/cli/secrets.js';
import { FrozenClock, minutes } from '../../src/kernel/clock.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { aThing, intakeApp, type IntakeApp } from '../webhooks/intake-app.js';

const ROLLED = 'whsec_rolledByHand';

describe('revenue secrets', () => {
  let store: TestDatabase;
  let app: IntakeApp;
  let now = new Date('2026-11-21T09:00:00Z');
  const clock = new FrozenClock(now, () => now);

  beforeAll(async () => {
    store = await startDatabase();
    app = await intakeApp(store.database, clock);
  });
  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  async function said(typed: string, ...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const { log, error } = console;
    console.log = console.error = (line: unknown) => void lines.push(String(line));
    try {
      return { code: await secrets(app.nest, args, Readable.from([`${typed}\n`])), text: lines.join('\n') };
    } finally {
      Object.assign(console, { log, error });
    }
  }
  const signedWithIt = async () => (await app.deliver(aThing(), { secret: ROLLED })).status;

  it('rolls a secret without losing an event: both hold until the old one is ended', async () => {
    expect(await said('', 'list')).toEqual({ code: 0, text: 'None but those of the configuration.' });
    expect(await signedWithIt()).toBe(400);

    now = new Date(now.getTime() + minutes(1));
    const added = await said(ROLLED, 'add', 'november');
    expect(added).toEqual({ code: 0, text: 'november: since 2026-11-21T09:01:00.000Z' });
    expect([await signedWithIt(), (await app.deliver(aThing())).status]).toEqual([200, 200]);

    const ended = await said('', 'end', 'november', '2026-11-21T10:00:00Z');
    expect(ended.text).toMatch(/until 2026-11-21T10:00:00.000Z$/);
    expect(await signedWithIt()).toBe(200);
    now = new Date('2026-11-21T10:00:00Z');
    expect(await signedWithIt()).toBe(400);
    const [kept] = await store.database.query(`select * from webhooks_inbound_secret`);
    expect(JSON.stringify([kept, added, ended])).not.toContain(ROLLED);
  });

  it.each([
    ['an empty secret', '', ['add', 'empty'], /one word/],
    ['a secret of two words', 'whsec one', ['add', 'spaced'], /one word/],
    ['a label that is taken', ROLLED, ['add', 'november'], /called november already/],
    ['to end what is not there', '', ['end', 'may'], /called may holds/],
    ['what is no instant', '', ['end', 'november', 'soon'], /^usage: /],
    ['a label that is missing', '', ['add'], /^usage: /],
    ['an unknown verb', '', ['roll', 'november'], /^usage: /],
  ])('refuses %s in words', async (_name, typed, args, words) => {
    const { code, text } = await said(typed, ...args);

    expect(code).toBe(2);
    expect(text).toMatch(words);
  });
});
