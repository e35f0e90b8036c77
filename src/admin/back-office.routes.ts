import { randomBytes } from 'node:crypto';
import adminFastify from '@adminjs/fastify';
import AdminJS, { Router } from 'adminjs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { initialsOf } from '../platform/auth/shell.js';
import { signedInOf, type SignedIn } from '../platform/auth/signed-in.js';
import { dressed } from './admin-page.js';
import { writingActions } from './back-office.js';
import { themeOf } from './cookies.js';
import { adminPolicy } from './headers.js';
import { refuse } from './refusal.js';
import { darkTheme } from './theme.js';

type ShellOf = (person: SignedIn) => Promise<object>;

const READING = ['list', 'show', 'search'];
const LARGEST_FORM = 256 * 1024;
const MOST_FIELDS = 200;

/** Mounts AdminJS' screens in a scope of their own: without its sign-in, sessions, assets and dashboard. */
export async function mountBackOffice(
  scope: FastifyInstance,
  admin: AdminJS,
  routes: readonly string[],
  shell: ShellOf,
): Promise<void> {
  const writing = writingActions(admin);
  scope.addHook('onRequest', async (request, reply) => admit(request, reply, writing));
  scope.addHook('onSend', async (request, reply, payload) => dress(request, reply, payload, shell));
  keepOnly(routes);
  await adminFastify.buildRouter(admin, scope);
  // After the plugin's own hook has read the form.
  scope.addHook('preHandler', async (request, reply) => checkForm(request, reply));
}

/** The person, for AdminJS to build a screen by; and only actions that are listed, writing ones by POST alone. */
async function admit(request: FastifyRequest, reply: FastifyReply, writing: ReadonlySet<string>): Promise<unknown> {
  const { resourceId, action } = request.params as { resourceId?: string; action?: string };
  if (action !== undefined) {
    const writes = writing.has(`${resourceId}/${action}`);
    if (!writes && !READING.includes(action)) return refuse(reply, 404, 'There is no such action.');
    if (writes && request.method !== 'POST')
      return refuse(reply.header('allow', 'POST'), 405, 'This changes something: POST it.');
    if (!writes && request.method === 'POST') return refuse(reply, 405, 'This only reads.');
  }
  const length = Number(request.headers['content-length'] ?? (request.method === 'POST' ? Number.NaN : 0));
  if (Number.isNaN(length)) return refuse(reply, 411, 'Say how long the form is.');
  if (length > LARGEST_FORM) return refuse(reply, 413, 'The form is too large.');

  const person = signedInOf(request);
  if (!person) return refuse(reply, 401, 'Sign in first.');
  Object.assign(request, { session: { adminUser: shown(person) } });
  return undefined;
}

/** What AdminJS knows of the person; it stands in the page. */
function shown({ adminId, email, roles }: SignedIn): { id: string; roles: readonly string[]; initials: string } {
  return { id: adminId ?? 'owner', roles, initials: initialsOf(email) };
}

async function checkForm(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const fields = Object.values((request.body ?? {}) as Record<string, unknown>);
  if (fields.length > MOST_FIELDS) return refuse(reply, 413, 'The form has too many fields.');
  const file = fields.flat().some((field) => typeof field === 'object' && field !== null && 'filename' in field);
  return file ? refuse(reply, 415, 'Files are not taken.') : undefined;
}

async function dress(request: FastifyRequest, reply: FastifyReply, payload: unknown, shell: ShellOf): Promise<unknown> {
  const person = signedInOf(request);
  const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  if (!isPage || typeof payload !== 'string' || !person) return payload;
  const nonce = randomBytes(16).toString('base64');
  void reply.header('content-security-policy', adminPolicy(nonce));
  return dressed(payload, { nonce, shell: await shell(person), theme: themeOf(request.headers.cookie), darkTheme });
}

/** AdminJS' router is one list for the whole process, and its Fastify plugin mounts all of it. */
function keepOnly(routes: readonly string[]): void {
  Router.assets.splice(0);
  const ours = Router.routes.filter(({ method, path }) => routes.includes(`${method} ${path}`));
  Router.routes.splice(0, Router.routes.length, ...ours);
}
