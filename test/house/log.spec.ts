import { Logger } from 'nestjs-pino';
import { startApp, type TestApp } from '../support/app.js';

const SECRETS = {
  pepper: 'pepperPepperPepperPepper0123456789',
  session: 'sessionSessionSession0123456789abc',
  webhook: 'whsec_canaryCanaryCanary0123456789',
};
const PERSON = { email: 'canary.person@example.com', name: 'Canary Person' };

describe('the log', () => {
  const written: string[] = [];
  const output = keptOutput(written);
  let app: TestApp;

  beforeAll(async () => {
    output.keep();
    app = await startApp({
      env: {
        LOG_LEVEL: 'trace',
        REVENUE_PEPPER: SECRETS.pepper,
        REVENUE_SESSION_SECRETS: SECRETS.session,
        STRIPE_WEBHOOK_SECRETS: SECRETS.webhook,
      },
    });
  });

  afterAll(async () => {
    await app?.close();
    output.release();
  });

  it('holds no key, no secret, no person, whatever is asked and however it fails', async () => {
    const key = await app.key('customers:write');
    const headers = { authorization: `Bearer ${key}` };
    await app.post('/api/v1/revenue/customers', PERSON);
    await app.post('/api/v1/revenue/customers', { ...PERSON, email: `${PERSON.email} and more` }, headers);
    await app.post('/api/v1/revenue/payments', { customer_id: PERSON.email, amount: PERSON.name });
    await app.get(`/api/v1/revenue/customers?email=${encodeURIComponent(PERSON.email)}`);
    await app.post('/webhooks/stripe', { id: 'evt_1' }, { 'stripe-signature': `t=1,v1=${SECRETS.webhook}` });
    await app.settle();
    app.nest.get(Logger).error(`It broke for ${PERSON.email} with ${key}, ${SECRETS.webhook}.`);
    await app.get(`/nowhere?token=${key}&secret=${SECRETS.pepper}`, headers);
    await seen('request/not-found');

    expect(written.join('')).toContain('/api/v1/revenue/customers');
    expect(written.join('')).toContain('It broke for');
    expect(leaksIn(written, [key, ...Object.values(SECRETS), ...Object.values(PERSON)])).toEqual([]);
  });

  it('would be caught telling one', () => {
    expect(leaksIn([`{"msg":"hello ${PERSON.email}"}`], Object.values(PERSON))).toEqual([PERSON.email]);
  });

  async function seen(text: string): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (!written.join('').includes(text)) {
      if (performance.now() > deadline) throw new Error(`The log never said ${text}.`);
      await new Promise(setImmediate);
    }
  }
});

function leaksIn(lines: readonly string[], secrets: readonly string[]): string[] {
  return secrets.filter((secret) => lines.some((line) => line.includes(secret)));
}

/** Standard output, kept instead of shown. The logger writes to it in one piece a line. */
function keptOutput(written: string[]) {
  const { stdout } = process;
  const { write } = stdout;
  return {
    keep: () => {
      stdout.write = (text: unknown) => written.push(String(text)) > 0;
    },
    release: () => {
      stdout.write = write;
    },
  };
}
