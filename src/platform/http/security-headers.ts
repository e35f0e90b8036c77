const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** For pages of ours, which load nothing from elsewhere. A handler sets it over the stricter one of the API. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What every answer carries, unless its handler says otherwise. */
export function securityHeaders(production: boolean): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': API_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': '',
    ...(production ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
