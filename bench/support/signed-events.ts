import { createHmac, randomBytes } from 'node:crypto';

export const SECRET = 'whsec_benchBenchBenchBenchBench';

/** HTTP/1.1 requests, ready to be written to a socket: making them is no part of what is measured. */
export function signedRequests(count: number, run: string): Buffer[] {
  const seconds = Math.floor((performance.timeOrigin + performance.now()) / 1000);
  return Array.from({ length: count }, (_, n) => {
    const body = Buffer.from(JSON.stringify(invoicePaid(`${run}_${n}`, seconds, 200 + (n % 10) * 100)));
    const signature = createHmac('sha256', SECRET).update(`${seconds}.`).update(body).digest('hex');
    const head = [
      'POST /webhooks/stripe HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json; charset=utf-8',
      `Stripe-Signature: t=${seconds},v1=${signature}`,
      `Content-Length: ${body.length}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  });
}

/** As large as real ones: 1.4 to 2.3 kB. */
function invoicePaid(id: string, created: number, filling: number): object {
  return {
    ...{ id: `evt_${id}`, object: 'event', api_version: '2026-10-28.endive', created, livemode: false },
    ...{ pending_webhooks: 1, request: { id: null, idempotency_key: null }, type: 'invoice.paid' },
    data: {
      object: {
        ...{ id: `in_${id}`, object: 'invoice', account_country: 'US', amount_due: 9900, amount_paid: 9900 },
        ...{ amount_remaining: 0, attempt_count: 1, attempted: true, auto_advance: false, currency: 'usd' },
        ...{ billing_reason: 'subscription_cycle', collection_method: 'charge_automatically', created },
        ...{ customer: `cus_${id}`, customer_email: `${id}@example.com`, customer_name: 'Ada Lovelace Ltd' },
        ...{ due_date: null, ending_balance: 0, footer: null, livemode: false, number: `A-${id}`, status: 'paid' },
        ...{ hosted_invoice_url: `https://invoice.example.com/i/${id}`, period_end: created, period_start: created },
        ...{ starting_balance: 0, statement_descriptor: null, subtotal: 9900, total: 9900, total_taxes: [] },
        lines: {
          object: 'list',
          data: [
            {
              ...{
                id: `il_${id}`,
                object: 'line_item',
                amount: 9900,
                currency: 'usd',
                description: '1 x Professional',
              },
              ...{ discountable: true, metadata: {}, period: { end: created + 2_592_000, start: created } },
              pricing: {
                price_details: { price: 'price_professional', product: 'prod_professional' },
                type: 'price_details',
              },
              quantity: 1,
            },
          ],
        },
        // As hard to compress as the ids, links and texts of real ones.
        metadata: { note: randomBytes(filling).toString('base64').slice(0, filling) },
      },
    },
  };
}
