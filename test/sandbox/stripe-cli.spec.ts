import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { serve, type Served } from '../../src/integrations/stripe/sandbox/served.js';
import type { Sandbox } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { aBusiness, clientOf } from './business.js';

const CLI = process.env['STRIPE_CLI'];
const installed = CLI ? describe : describe.skip;

/**
 * What the provider's own command line can make happen and the engine wants to hear of. Left out, for what the sandbox
 * has not: `plan.*` (plans beside prices), `payment_intent.processing` and `checkout.session.async_payment_*` (methods
 * other than cards). Or for what the command line does not do itself: it releases a schedule to have it
 * `subscription_schedule.completed`, cancels one to have it `.aborted`, and stops nine days before the end of the one
 * that is to be `.expiring` within seven; `test/sandbox/schedules.spec.ts` tells of them.
 */
const EVENTS = [
  'customer.created', 'customer.updated', 'customer.deleted',
  'customer.subscription.created', 'customer.subscription.updated', 'customer.subscription.deleted',
  'customer.subscription.paused', 'customer.subscription.trial_will_end',
  'invoice.created', 'invoice.updated', 'invoice.finalized', 'invoice.paid', 'invoice.payment_succeeded',
  'invoice.payment_failed', 'invoice.payment_action_required', 'invoice.sent', 'invoice.voided',
  'invoice.marked_uncollectible', 'invoice.deleted', 'invoiceitem.created', 'invoiceitem.deleted',
  'payment_intent.created', 'payment_intent.requires_action', 'payment_intent.amount_capturable_updated',
  'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled',
  'charge.succeeded', 'charge.failed', 'charge.captured', 'charge.refunded',
  'charge.dispute.created',
  'payment_method.attached', 'payment_method.detached', 'payment_method.updated',
  'setup_intent.created', 'setup_intent.succeeded', 'setup_intent.canceled', 'setup_intent.setup_failed', 'setup_intent.requires_action',
  'checkout.session.expired',
  'product.created', 'product.updated', 'product.deleted', 'price.created', 'price.updated',
  'coupon.created', 'coupon.updated', 'coupon.deleted', 'promotion_code.created', 'promotion_code.updated',
  'tax_rate.created', 'tax_rate.updated', 'credit_note.created', 'credit_note.voided', 'credit_note.updated',
  'payout.created', 'payout.updated', 'balance.available',
  'customer.discount.created', 'customer.discount.updated', 'customer.discount.deleted',
  'checkout.session.completed', 'charge.dispute.updated', 'charge.dispute.closed', 'charge.refund.updated',
  'subscription_schedule.created', 'subscription_schedule.updated', 'subscription_schedule.canceled',
  'subscription_schedule.released',
  'transfer.created', 'transfer.updated', 'transfer.reversed', 'account.updated', 'account.application.deauthorized',
  'test_helpers.test_clock.created', 'test_helpers.test_clock.advancing', 'test_helpers.test_clock.ready',
  'test_helpers.test_clock.deleted',
] as const; // prettier-ignore

installed('the provider’s own command line (skipped where STRIPE_CLI names no binary)', () => {
  let receiver: Server;
  let sandbox: Sandbox;
  let served: Served;
  let secret: string;
  const taken: { body: string; signature: string }[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        taken.push({ body: Buffer.concat(parts).toString(), signature: String(request.headers['stripe-signature']) });
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    ({ sandbox } = await aBusiness({ wall: () => new Date() }));
    await sandbox.release();
    secret = await sandbox.endpoint(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
    served = await serve(unhurried(sandbox), 0);
  });
  afterAll(async () => {
    await served?.close();
    receiver?.close();
  });

  it.each(EVENTS)('makes %s happen, and the receiver gets it signed', async (type) => {
    taken.length = 0;
    const said = await trigger(type, served.url);
    await sandbox.tick();
    // Disputes take their time.
    if (!(await heard()).includes(type)) await sandbox.advance({ by: 'P3D' });
    await sandbox.tick();
    const types = await heard();
    if (!types.includes(type)) throw new Error(`${said}\nheard: ${types.join(', ')}`);
  });

  /** What has come, each held against its signature. */
  const heard = async (): Promise<string[]> => {
    const { webhooks } = clientOf(sandbox);
    const events = taken.map(({ body, signature }) => webhooks.constructEventAsync(body, signature, secret));
    return (await Promise.all(events)).map(({ type }) => type);
  };
});

/** A second passes before each call, as it does over a network; what follows from the one before has happened by then. */
function unhurried(sandbox: Sandbox): Sandbox {
  const handle: Sandbox['handle'] = async (request) => {
    await sandbox.advance({ by: 'PT1S' });
    return sandbox.handle(request);
  };
  return Object.assign(Object.create(sandbox) as Sandbox, { handle });
}

async function trigger(type: string, url: string): Promise<string> {
  const args = ['trigger', type, '--api-base', url, '--api-key', 'sk_test_commandline0000000000'];
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), STRIPE_CLI_TELEMETRY_OPTOUT: '1' };
  return new Promise((resolve) => {
    execFile(CLI ?? '', args, { env, timeout: 20_000 }, (_error, out, err) => resolve(`${out}${err}`));
  });
}
