/** The value of a cookie, as the browser sent it. */
export function cookieNamed(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export type Theme = 'system' | 'light' | 'dark';

/** The person's choice of theme; not a secret, set by the page itself. */
export function themeOf(header: string | undefined): Theme {
  const given = cookieNamed(header, 'rvn_theme');
  return given === 'light' || given === 'dark' ? given : 'system';
}
