import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../platform/config/config.js';
import type { Sessions } from '../platform/auth/sessions.js';
import { rememberSignedIn, type SignedIn } from '../platform/auth/signed-in.js';
import { bounce } from './sign-in/bounce.page.js';
import { cookieNamed } from './cookies.js';
import { refuse } from './refusal.js';

const SAFE = ['GET', 'HEAD'];

/**
 * Stands before everything under `/admin`, before a body is read. It goes by the route that matched, never by the text
 * of the URL: who is not signed in reaches the listed routes and no other.
 */
export class Gate {
  constructor(
    private readonly sessions: Sessions,
    private readonly config: Config,
    private readonly isOpen: (route: string) => boolean,
  ) {}

  async check(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const route = request.routeOptions.url;
    if (route === undefined || (route !== '/admin' && !route.startsWith('/admin/'))) return undefined;

    const person = await this.person(request);
    if (person) rememberSignedIn(request, person);
    const writes = !SAFE.includes(request.method);
    if (writes && !this.isOwnOrigin(request)) return refuse(reply, 403, 'The request came from another site.');
    if (this.isOpen(route)) return undefined;
    if (!person) return this.signInFirst(request, reply);
    if (writes && !this.hasToken(request, person)) return refuse(reply, 403, 'The request carries no valid token.');
    return undefined;
  }

  private async person(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = cookieNamed(request.headers.cookie, this.sessions.cookieName);
    return token ? this.sessions.find(token) : undefined;
  }

  /** A link from elsewhere comes without the cookie (SameSite=Strict): our own page then repeats the request once. */
  private signInFirst(request: FastifyRequest, reply: FastifyReply): unknown {
    const navigates = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (!navigates) return refuse(reply, 401, 'Sign in first.');
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      return reply.type('text/html; charset=utf-8').send(bounce(request.url));
    }
    return reply.redirect(`/admin/sign-in?to=${encodeURIComponent(request.url)}`, 303);
  }

  private isOwnOrigin(request: FastifyRequest): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return request.headers['sec-fetch-site'] === 'same-origin';
    return (
      origin === new URL(this.config.publicUrl).origin || origin === `http://${host}` || origin === `https://${host}`
    );
  }

  private hasToken(request: FastifyRequest, person: SignedIn): boolean {
    const given = request.headers['x-csrf-token'];
    return typeof given === 'string' && this.sessions.isCsrfToken(person, given);
  }
}
