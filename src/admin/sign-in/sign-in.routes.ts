import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Admins } from '../../platform/auth/admins.js';
import { SignInRefused } from '../../platform/auth/admins.errors.js';
import type { Sessions, Visitor } from '../../platform/auth/sessions.js';
import type { SignInLinks } from '../../platform/auth/sign-in-link.js';
import { bannerFor } from '../../platform/auth/shell.js';
import { signedInOf } from '../../platform/auth/signed-in.js';
import type { Config } from '../../platform/config/config.js';
import { RequestRefusal } from '../../platform/http/request-refusal.js';
import type { Quotas } from '../../platform/limits/quotas.js';
import { themeOf } from '../cookies.js';
import { refuse } from '../refusal.js';
import type { Surroundings } from './frame.js';
import { LinkSignIn } from './link-sign-in.js';
import { signInPage, type WayIn } from './sign-in.page.js';
import { welcomePage } from './welcome.page.js';

export interface SignInParts {
  readonly sessions: Sessions;
  readonly admins: Admins;
  readonly links: SignInLinks;
  readonly clock: Clock;
  readonly config: Config;
  readonly quotas: Quotas;
}

/** Routes that are reached without being signed in; `/admin/welcome` decides for itself. */
export const OPEN_ROUTES = ['/admin/sign-in', '/admin/welcome'];

/** The sign-in in front of everything: our own, because the one AdminJS brings can be passed. */
export class SignInRoutes {
  private readonly byLink: LinkSignIn;

  constructor(private readonly parts: SignInParts) {
    this.byLink = new LinkSignIn(parts.links, parts.sessions, (request) => this.surroundings(request));
  }

  register(fastify: FastifyInstance): void {
    this.byLink.register(fastify);
    fastify.get('/admin/sign-in', (request, reply) => this.askWho(request, reply));
    fastify.post('/admin/sign-in', (request, reply) => this.signIn(request, reply));
    fastify.get('/admin/welcome', (request, reply) => this.welcome(request, reply));
    fastify.post('/admin/owner', (request, reply) => this.createOwner(request, reply));
    fastify.post('/admin/sign-out', (request, reply) => this.signOut(request, reply));
  }

  private async askWho(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const to = ownPath((request.query as { to?: unknown }).to);
    if (signedInOf(request)) return reply.redirect(to, 303);
    return page(reply, signInPage(to, await this.wayIn(), this.surroundings(request)));
  }

  private async signIn(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { email, password } = credentials(request.body);
    return this.answer(reply, async () => {
      await this.parts.quotas.take('sign-in', request.ip);
      return this.parts.admins.signIn(email, password, visitor(request));
    });
  }

  private async welcome(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { token } = request.query as { token?: unknown };
    if (typeof token === 'string') return this.byLink.offer(token, request, reply);
    const person = signedInOf(request);
    if (!person) return reply.redirect('/admin/sign-in?to=/admin/welcome', 303);
    const { demo, docs } = this.parts.config;
    const facts = {
      csrf: person.csrf,
      hasOwner: await this.parts.admins.haveOwner(),
      demo: demo && this.isSandbox,
      docs,
    };
    return page(reply, welcomePage(facts, this.surroundings(request)));
  }

  private async createOwner(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { email, password } = credentials(request.body);
    return this.answer(reply, () => this.parts.admins.createOwner(email, password, visitor(request)));
  }

  private async signOut(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const person = signedInOf(request);
    if (person) await this.parts.sessions.end(person.session);
    return reply.code(204).header('set-cookie', this.parts.sessions.noCookie).send();
  }

  private async answer(reply: FastifyReply, open: () => Promise<string>): Promise<unknown> {
    try {
      return await reply
        .code(204)
        .header('set-cookie', this.parts.sessions.cookie(await open()))
        .send();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error instanceof RequestRefusal) void reply.headers(error.headers);
      return refuse(reply, statusOf(error), error.message, `urn:problem:${error.code}`);
    }
  }

  private surroundings(request: FastifyRequest): Surroundings {
    const { config, clock } = this.parts;
    return {
      theme: themeOf(request.headers.cookie),
      banner: bannerFor({ mode: config.mode, now: clock.now(), held: [] }),
    };
  }

  private async wayIn(): Promise<WayIn | undefined> {
    if (await this.parts.admins.haveOwner()) return undefined;
    return this.parts.config.databaseUrl === undefined ? 'link' : 'command';
  }

  private get isSandbox(): boolean {
    return this.parts.config.mode === 'local-sandbox';
  }
}

/** 401 and 429, never 200: whoever guesses is told no by the status as well. */
function statusOf(error: DomainError): number {
  if (error instanceof RequestRefusal) return error.status;
  if (error instanceof SignInRefused) return 401;
  return error.kind === 'conflict' ? 409 : 422;
}

function page(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(html);
}

function visitor(request: FastifyRequest): Visitor {
  return { address: request.ip, agent: request.headers['user-agent'] };
}

function credentials(body: unknown): { email: string; password: string } {
  const { email, password } = (body ?? {}) as { email?: unknown; password?: unknown };
  return { email: typeof email === 'string' ? email : '', password: typeof password === 'string' ? password : '' };
}

/** Never to another site: one of our own pages, or the first one. */
function ownPath(to: unknown): string {
  return typeof to === 'string' && /^\/admin(?:[/?][^\\]*)?$/.test(to) ? to : '/admin';
}
