/** As on the dashboard: a hyphen is too short beside figures. */
const MINUS = '\u2212';

/** Minor units as people read them. The digits come from the currency, and the sum never passes through a fraction. */
export function amountText(minor: string | null | undefined, currency: string | null | undefined): string {
  if (minor === null || minor === undefined || minor === '') return '–';
  if (!currency) return minor;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format
    .format(Number(minor) / 10 ** digits)
    .replace(/^(-?)([A-Z]{3})\s*(.*)$/, '$1$3 $2')
    .replace('-', MINUS);
}
