import { Readable } from 'node:stream';
import { admin } from '../../src/cli/admin.js';
import { Admins } from '../../src/platform/auth/admins.js';
import { startApp, type TestApp } from '../support/app.js';

const PASSWORD = 'correct horse battery';
const VISITOR = { address: '127.0.0.1', agent: 'test' };

describe('revenue admin', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startApp();
  });
  afterEach(() => app.close());

  async function said(password: string, ...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const { log, error } = console;
    console.log = console.error = (line: unknown) => void lines.push(String(line));
    try {
      return { code: await admin(app.nest, args, Readable.from([`${password}\n`])), text: lines.join('\n') };
    } finally {
      Object.assign(console, { log, error });
    }
  }

  it('makes the owner, who signs in with the password and is shown without it', async () => {
    const { code, text } = await said(PASSWORD, 'create', 'ada@example.com');

    expect(code).toBe(0);
    expect(text).not.toContain(PASSWORD);
    expect(await app.nest.get(Admins, { strict: false }).signIn('ada@example.com', PASSWORD, VISITOR)).toBeTruthy();
  });

  it('makes one, and says so to whoever wants a second', async () => {
    await said(PASSWORD, 'create', 'ada@example.com');

    expect(await said(PASSWORD, 'create', 'eve@example.com')).toEqual({
      code: 2,
      text: 'This installation has an owner already.',
    });
  });

  it.each([
    ['a weak password', 'short', ['create', 'ada@example.com'], /password/i],
    ['what is no address', PASSWORD, ['create', 'ada'], /not an e-mail address/],
    ['an unknown verb', PASSWORD, ['make', 'ada@example.com'], /^usage: /],
  ])('refuses %s in words and makes nobody', async (_name, password, args, words) => {
    const { code, text } = await said(password, ...args);

    expect(code).toBe(2);
    expect(text).toMatch(words);
    expect(await app.nest.get(Admins, { strict: false }).haveOwner()).toBe(false);
  });
});
