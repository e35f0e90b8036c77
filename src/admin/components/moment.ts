const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
const SHORT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export function exact(text: string): string {
  return `${EXACT.format(new Date(text))} UTC`;
}

export function short(text: string): string {
  return SHORT.format(new Date(text));
}
