import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/** What a key may do; docs in the API's list of scopes. */
export const SCOPES = [
  'customers:read',
  'customers:write',
  'customers:erase',
  'billing:read',
  'billing:write',
  'billing:refund',
  'ledger:read',
  'ledger:post',
  'ledger:close',
  'analytics:read',
  'analytics:admin',
  'analytics:export',
  'webhooks:read',
  'webhooks:write',
  'webhooks:replay',
  'webhooks:raw',
  'ops:read',
  'ops:write',
] as const;

export type ScopeName = (typeof SCOPES)[number];

/** How a route is guarded. A route that does not say stops the boot. */
export type Access =
  | { readonly kind: 'scope'; readonly scope: ScopeName }
  | { readonly kind: 'any-key' }
  | { readonly kind: 'public' }
  | { readonly kind: 'signed' }
  | { readonly kind: 'session' };

export const ACCESS = 'revenue:access';

/** A key with this scope. */
export const Scope = (scope: ScopeName) => access({ kind: 'scope', scope }, scope);
/** Any living key. */
export const AnyKey = () => access({ kind: 'any-key' }, 'any');
/** Anybody. */
export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);
/**
 * Whoever can sign the body: verified by the handler itself before anything is read. The body is therefore left as it
 * came, up to 1 MB: `@Req() { rawBody }: RawBodyRequest<FastifyRequest>`, and there is no parsed one.
 */
export const Signed = () =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'signed' } satisfies Access), RouteConfig({ body: 'raw' }));
/** A person signed in to the back office. */
export const Session = () => SetMetadata(ACCESS, { kind: 'session' } satisfies Access);

/** Moves money: takes the `money` quota, and an Idempotency-Key where the installation demands one. */
export const MOVES_MONEY = 'revenue:moves-money';
export const MovesMoney = () =>
  applyDecorators(SetMetadata(MOVES_MONEY, true), ApiExtension('x-idempotency', 'expected'));

/** What the guard reads, and what the API's description says of it. */
function access(allowed: Access, scope: string) {
  return applyDecorators(SetMetadata(ACCESS, allowed), ApiExtension('x-scope', scope));
}
