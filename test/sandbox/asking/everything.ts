import type { Asked } from './asked.js';
import * as billing from './billing.js';
import * as selling from './selling.js';
import * as settling from './settling.js';

/** All that can be asked of the sandbox, once each, in this order, of one that knows nothing yet. */
export const EVERYTHING: readonly (readonly [string, (asked: Asked) => Promise<void>])[] = [
  ['products, prices and tax rates', selling.sell],
  ['coupons, promotion codes and discounts', selling.discount],
  ['customers, their credit and their cards', selling.know],
  ['payments, refunds, disputes and what the banks report', settling.charge],
  ['subscriptions, their items and schedules', billing.subscribe],
  ['invoices, what is on them and how they end', billing.invoice],
  ['credit notes', billing.credit],
  ['checkout and the portal', selling.checkOut],
  ['meters and usage', billing.meter],
  ['the balance, payouts and those who are paid', settling.payOut],
  ['test clocks, endpoints and events', settling.watch],
];
