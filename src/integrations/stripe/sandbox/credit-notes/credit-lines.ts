import type { Params } from '../params.js';
import { amountOf } from '../prices/price-amount.js';
import { invalid, missing, parameterMissing } from '../sandbox.errors.js';
import { ratesOf } from '../tax/tax-rates.js';
import { taxesOn } from '../tax/taxing.js';
import { lineTax } from '../invoice-totals.js';
import { ratio } from '../ratio.js';
import type { Unit } from '../unit.js';
import type { CreditNote, CreditNoteLine, Invoice, InvoiceLine, TaxRate } from '../wire.js';
import { shareOf } from './crediting.js';

/** The lines a credit note asks for: parts of the invoice's lines, or words and amounts of its own. */
export async function creditLines(
  unit: Unit,
  params: Params,
  invoice: Invoice,
  earlier: readonly CreditNote[],
): Promise<CreditNoteLine[]> {
  const amount = params.whole('amount');
  const asked = params.each('lines');
  if ((amount === undefined) === (asked === undefined)) {
    throw invalid('You must pass either amount or lines.', { param: 'lines' });
  }
  if (amount !== undefined) return [{ ...blank(unit), amount: positive(amount), unit_amount: amount, quantity: 1 }];
  const lines: CreditNoteLine[] = [];
  for (const given of asked ?? []) {
    const type = given.choice('type', ['custom_line_item', 'invoice_line_item']);
    if (!type) throw parameterMissing('lines[0][type]');
    lines.push(
      type === 'custom_line_item'
        ? await customLine(unit, given)
        : await partOfLine(unit, given, invoice, [...earlier.flatMap((note) => note.lines.data), ...lines]),
    );
    given.ignore('metadata');
    given.done();
  }
  return lines;
}

async function customLine(unit: Unit, given: Params): Promise<CreditNoteLine> {
  const quantity = given.whole('quantity') ?? 1;
  const [whole, decimal] = [given.whole('unit_amount'), given.text('unit_amount_decimal')];
  const each = decimal ?? (whole === undefined ? undefined : String(whole));
  if (each === undefined) throw parameterMissing('lines[0][unit_amount]');
  const amount = positive(amountOf(each, quantity));
  const rates = (await ratesOf(unit, given, 'tax_rates')) ?? [];
  return {
    ...blank(unit),
    amount,
    description: given.required('description'),
    quantity,
    tax_rates: rates,
    taxes: taxesOn(amount, rates).map(lineTax),
    unit_amount: whole ?? null,
    unit_amount_decimal: each,
  };
}

async function partOfLine(
  unit: Unit,
  given: Params,
  invoice: Invoice,
  credited: readonly CreditNoteLine[],
): Promise<CreditNoteLine> {
  const id = given.required('invoice_line_item');
  const line = invoice.lines.data.find((one) => one.id === id);
  if (!line) throw missing('invoice line item', id, 'lines[0][invoice_line_item]');
  const quantity = given.whole('quantity');
  const before = credited.filter((one) => one.invoice_line_item === id).reduce((sum, one) => sum + one.amount, 0);
  const amount = positive(given.whole('amount') ?? byQuantity(line, quantity));
  if (before + amount > line.amount) {
    throw invalid(`Of this line ${line.amount - before} are left to credit.`, { param: 'lines[0][amount]' });
  }
  const part = { amount, before, of: line.amount };
  const discounts = (line.discount_amounts ?? []).map((one) => ({ ...one, amount: shareOf(one.amount, part) }));
  return {
    ...blank(unit),
    amount,
    description: line.description,
    discount_amount: discounts.reduce((sum, one) => sum + one.amount, 0),
    discount_amounts: discounts,
    invoice_line_item: id,
    pretax_credit_amounts: discounts.map((one) => ({ ...one, type: 'discount' })),
    quantity: quantity ?? null,
    tax_rates: await ratesOn(unit, line),
    taxes: (line.taxes ?? []).map((tax) => ({
      ...structuredClone(tax),
      amount: shareOf(tax.amount, part),
      taxable_amount: shareOf(tax.taxable_amount ?? 0, part),
    })),
    type: 'invoice_line_item',
  };
}

function byQuantity(line: InvoiceLine, quantity: number | undefined): number {
  if (quantity === undefined) throw parameterMissing('lines[0][amount]');
  return ratio(line.amount, quantity, line.quantity ?? 1);
}

async function ratesOn(unit: Unit, { taxes }: InvoiceLine): Promise<TaxRate[]> {
  const rates: TaxRate[] = [];
  for (const tax of taxes ?? []) {
    rates.push(structuredClone(await unit.get('tax_rate', tax.tax_rate_details?.tax_rate ?? '')));
  }
  return rates;
}

function positive(amount: number): number {
  if (amount > 0) return amount;
  throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
}

function blank(unit: Unit): CreditNoteLine {
  return {
    id: unit.id('cnli'),
    object: 'credit_note_line_item',
    amount: 0,
    description: null,
    discount_amount: 0,
    discount_amounts: [],
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity: null,
    tax_rates: [],
    taxes: [],
    type: 'custom_line_item',
    unit_amount: null,
    unit_amount_decimal: null,
  };
}
