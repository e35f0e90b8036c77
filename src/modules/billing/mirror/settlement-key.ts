/** The lock under which what an invoice was reduced by is settled: its credit notes and the refunds of its payments. */
export function settlementKey(invoiceProviderId: string): string {
  return `billing:settlement:${invoiceProviderId}`;
}
