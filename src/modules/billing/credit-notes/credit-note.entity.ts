import { defineEntity, p } from '@mikro-orm/core';

const CreditNoteSchema = defineEntity({
  name: 'CreditNote',
  tableName: 'billing_credit_note',
  indexes: [{ properties: ['issuedAt', 'id'], name: 'billing_credit_note_issued_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_credit_note_provider_id_unique'),
    invoiceProviderId: p.text().index('billing_credit_note_invoice_provider_id_index'),
    customerId: p.uuid().index('billing_credit_note_customer_id_index'),
    number: p.text(),
    status: p.text(),
    reason: p.text().nullable(),
    currency: p.text(),
    minor: p.bigint('number'),
    owedLessMinor: p.bigint('number'),
    refundedMinor: p.bigint('number'),
    creditedMinor: p.bigint('number'),
    elsewhereMinor: p.bigint('number'),
    livemode: p.boolean(),
    issuedAt: p.datetime(),
  },
  checks: [
    {
      name: 'billing_credit_note_parts_check',
      expression: 'minor = owed_less_minor + refunded_minor + credited_minor + elsewhere_minor',
    },
  ],
});

/** What of an invoice was taken back: by so much less is owed, refunded, credited, or given back elsewhere. */
export class CreditNote extends CreditNoteSchema.class {}

CreditNoteSchema.setClass(CreditNote);
