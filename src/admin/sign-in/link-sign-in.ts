import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from '../../platform/auth/sessions.js';
import type { SignInLinks } from '../../platform/auth/sign-in-link.js';
import { signedInOf } from '../../platform/auth/signed-in.js';
import type { Surroundings } from './frame.js';
import { deadLinkPage, linkPage } from './sign-in.page.js';

const FORM = 'application/x-www-form-urlencoded';
const LARGEST = 1024;

/** A button sends its page's origin only where the page says so; a path with a token in it is never sent. */
const ORIGIN_ONLY = { 'referrer-policy': 'strict-origin' };

/**
 * The way in by the link of a start. Opening it shows a page with one button and uses nothing up, because previews and
 * scanners open links too; the button posts, and only that spends the link.
 */
export class LinkSignIn {
  constructor(
    private readonly links: SignInLinks,
    private readonly sessions: Sessions,
    private readonly around: (request: FastifyRequest) => Surroundings,
  ) {}

  register(fastify: FastifyInstance): void {
    fastify.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: LARGEST }, (_request, text, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(text)))),
    );
    fastify.post('/admin/welcome', (request, reply) => this.spend(request, reply));
  }

  async offer(token: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (isThisMachine(request) && (await this.links.isGood(token))) {
      return reply
        .headers(ORIGIN_ONLY)
        .type(HTML)
        .send(linkPage(token, this.around(request)));
    }
    // Back, or a second click, after it was used: whoever came in by it is where it leads.
    if (signedInOf(request)) return reply.redirect('/admin/welcome', 303);
    return this.refuse(request, reply);
  }

  private async spend(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { token } = (request.body ?? {}) as { token?: unknown };
    const good = typeof token === 'string' && isThisMachine(request) && (await this.links.use(token));
    if (!good) return this.refuse(request, reply);
    const session = await this.sessions.open(null, { address: request.ip, agent: request.headers['user-agent'] });
    return reply.header('set-cookie', this.sessions.cookie(session)).redirect('/admin/welcome', 303);
  }

  private refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return reply
      .code(410)
      .type(HTML)
      .send(deadLinkPage(this.around(request)));
  }
}

const HTML = 'text/html; charset=utf-8';

/** By the socket, and not through a proxy: what a header says of the sender counts for nothing here. */
function isThisMachine(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? '';
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  return !forwarded && /^(127\.|::1$|::ffff:127\.)/.test(address);
}
