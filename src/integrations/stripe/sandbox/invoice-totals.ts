import { reductionsOf } from './coupons/discounts.js';
import { sumsOf, type Charged, type LineSums } from './invoice-sums.js';
import type { Rate, Taxed } from './tax/taxing.js';
import type { Unit } from './unit.js';
import type { Invoice, InvoiceLine, TaxRate } from './wire.js';

type LineTax = NonNullable<InvoiceLine['taxes']>[number];

/** Puts the lines in, with their discounts and taxes, and everything that follows from their sum. */
export async function setLines(unit: Unit, invoice: Invoice, lines: readonly InvoiceLine[]): Promise<void> {
  const { currency } = invoice;
  const charged: Charged[] = [];
  for (const line of lines) {
    line.invoice = invoice.id;
    charged.push({
      amount: line.amount,
      discountable: line.discountable,
      product: line.pricing?.price_details?.product ?? null,
      own: await reductionsOf(unit, line.discounts, currency),
      rates: taxable(invoice) ? await ratesOf(unit, invoice, line) : [],
    });
  }
  const sums = sumsOf(charged, await reductionsOf(unit, invoice.discounts, currency));
  for (const [index, line] of lines.entries()) writeLine(invoice, line, sums.lines[index]);
  invoice.lines.data = [...lines];
  Object.assign(invoice, {
    subtotal: sums.subtotal,
    subtotal_excluding_tax: sums.subtotalWithoutTax,
    total: sums.total,
    total_discount_amounts: sums.discounts.map((one) => ({ ...one })),
    total_excluding_tax: sums.totalWithoutTax,
    total_pretax_credit_amounts: sums.discounts.map((one) => ({ ...one, type: 'discount' as const })),
    total_taxes: sums.taxes.map((tax) => lineTax(tax)),
    amount_due: Math.max(0, sums.total),
    amount_remaining: Math.max(0, sums.total),
  });
}

/** The rates a line is born with. What they take is counted when it is put on an invoice. */
export function untaxed(rates: readonly TaxRate[]): LineTax[] {
  return rates.map(({ id, inclusive }) => lineTax({ rate: id, inclusive, amount: 0, taxable: 0 }));
}

/** Other rates for the whole; what was taxed by those of before is taxed by them. */
export function exchangeRates(invoice: Invoice, rates: readonly TaxRate[]): void {
  const before = invoice.default_tax_rates.map(({ id }) => id).join();
  const byDefault = ({ taxes }: InvoiceLine): boolean =>
    (taxes ?? []).map((tax) => tax.tax_rate_details?.tax_rate).join() === before;
  for (const line of invoice.lines.data.filter(byDefault)) line.taxes = [];
  invoice.default_tax_rates = [...rates];
}

/** Lines without a rate of their own take the invoice's; once they have it, it is theirs. */
async function ratesOf(unit: Unit, invoice: Invoice, line: InvoiceLine): Promise<Rate[]> {
  const own = (line.taxes ?? []).map((tax) => tax.tax_rate_details?.tax_rate ?? '');
  const ids = own.length > 0 ? own : invoice.default_tax_rates.map(({ id }) => id);
  const rates: Rate[] = [];
  for (const id of ids) {
    const { percentage, inclusive } = await unit.get('tax_rate', id);
    rates.push({ id, percentage, inclusive });
  }
  return rates;
}

function taxable({ customer_tax_exempt: exempt }: Invoice): boolean {
  return exempt === null || exempt === 'none';
}

function writeLine(invoice: Invoice, line: InvoiceLine, sums: LineSums | undefined): void {
  const { discounts = [], taxes = [] } = sums ?? {};
  line.discount_amounts = discounts.map((one) => ({ ...one }));
  line.pretax_credit_amounts = discounts.map((one) => ({ ...one, type: 'discount' }));
  line.taxes = taxable(invoice) ? taxes.map(lineTax) : [];
}

/** A tax as lines and totals show it. */
export function lineTax({ rate, inclusive, amount, taxable: taxable_amount }: Taxed): LineTax {
  return {
    amount,
    tax_behavior: inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate },
    taxability_reason: 'not_available',
    taxable_amount,
    type: 'tax_rate_details',
  };
}
