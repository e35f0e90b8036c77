import { createHash, randomBytes } from 'node:crypto';
import { Stripe } from 'stripe';
import { days } from '../../../kernel/clock.js';
import { NestedTransaction } from '../../../platform/database/database.errors.js';
import { timeOf, type SandboxClock } from './clock.js';
import { expand } from './expand.js';
import { after, before as hindered, kept as keptInstead } from './faults/call-faults.js';
import { inBursts } from './faults/bursts.js';
import type { Faults } from './faults/faults.js';
import { makeId } from './ids.js';
import { inTodaysSpelling } from './older-spelling.js';
import { present } from './present.js';
import { parseForm, type FormTree } from './form.js';
import { Params } from './params.js';
import { RouteTable, type Route } from './routes.js';
import { defect, invalid, StripeFault, unimplemented } from './sandbox.errors.js';
import { NOTHING, type Changes, type KeptAnswer, type Moment, type State, type Store } from './store.js';
import { surface } from './surface.js';
import type { Outcome, Turns } from './turns.js';
import { Unit } from './unit.js';

export interface Validate {
  /** What was taken as asked, once the call has been carried out. Each throws at what is not as declared. */
  request(route: Pick<Route, 'method' | 'path'>, asked: FormTree): void;
  answer(route: Pick<Route, 'method' | 'path'>, body: object): void;
  events(bodies: readonly string[]): void;
  /** Whether the real route takes this parameter: then the sandbox lacks it, else nobody knows it. */
  knows?(route: Pick<Route, 'method' | 'path'>, param: string): boolean;
}

interface Call {
  readonly route: Route;
  readonly ids: string[];
  readonly params: Params;
  readonly expansions: readonly string[];
  readonly requestId: string;
  readonly key: string | null;
  readonly fingerprint: string;
  readonly pathname: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly replayed?: boolean;
  readonly requestId?: string;
  /** Asking again would be answered the same. */
  readonly isFinal?: boolean;
}

/** Turns requests into answers: who may ask, which route, what was kept under the key, and one turn for it all. */
export class Calls {
  private readonly routes = new RouteTable(surface);
  /** When the last thing happens that calls made happen within a second, as disputes of test cards do. Seconds. */
  soon = 0;

  constructor(
    private readonly turns: Turns,
    private readonly store: Store,
    private readonly clock: SandboxClock,
    private readonly faults: Faults,
    private readonly validate: Validate | undefined,
  ) {}

  async answer(request: Request): Promise<Response> {
    const requestId = `req_${randomBytes(7).toString('hex')}`;
    const name = `${request.method} ${new URL(request.url).pathname}`;
    const early = hindered(this.faults, name);
    if (early) return this.respond(refused(early), requestId, null);
    const response = await this.answered(request, requestId);
    const late = after(this.faults, name);
    return late ? this.respond(refused(late), requestId, null) : response;
  }

  private async answered(request: Request, requestId: string): Promise<Response> {
    try {
      const call = await this.read(request, requestId);
      const answer = call.route.method === 'GET' ? await this.look(call) : await this.act(call);
      return this.respond(answer, answer.requestId ?? call.requestId, call.key);
    } catch (error) {
      if (error instanceof NestedTransaction) throw error;
      return this.respond(refused(error instanceof StripeFault ? error : defect(error)), requestId, null);
    }
  }

  private async read(request: Request, requestId: string): Promise<Call> {
    authenticate(request.headers.get('authorization'));
    const { pathname, search } = new URL(request.url);
    if (pathname.includes('%00')) throw invalid(`Unrecognized request URL (${request.method}: ${pathname}).`);
    const found = this.routes.match(request.method, pathname);
    if (!found) throw unimplemented(`${request.method} ${pathname}`);
    const body = request.method === 'POST' ? await request.text() : '';
    const asked = { ...parseForm(search.slice(1)), ...parseForm(body) };
    const version = request.headers.get('stripe-version');
    const params = new Params(inTodaysSpelling(asked, `${request.method} ${pathname}`, version), '', version === null);
    const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
    const fingerprint = createHash('sha256').update(`${request.method} ${pathname} ${body}`).digest('hex');
    return { ...found, params, expansions: params.texts('expand') ?? [], requestId, key, fingerprint, pathname };
  }

  private async look(call: Call): Promise<Answer> {
    const at = Math.floor(this.clock.now().getTime() / 1000);
    const state: State = { seed: '', counter: 0, invoiceNumber: 0, offset: 0, heldAt: null };
    const unit = new Unit(this.store, state, at, { request: call.requestId, idempotencyKey: null }, []);
    return this.handled(unit, call);
  }

  private async act(call: Call): Promise<Answer> {
    return this.turns.take({ key: call.key }, (moment) => this.turn(call, moment));
  }

  private async turn(call: Call, { state, endpoints, kept: before }: Moment): Promise<Outcome<Answer>> {
    this.clock.follow(state);
    const at = Math.floor(timeOf(state, this.clock.wall()) / 1000);
    if (before && at - before.created < days(1) / 1000) return { value: replay(before, call) };

    const requestId = makeId(state.seed, state.counter + 1, 'req');
    const cause = { request: requestId, idempotencyKey: call.key };
    const unit = new Unit(this.turns.store, { ...state }, at, cause, endpoints);
    const { answer: made, changes } = await this.tried(unit, call);
    const instead = keptInstead(this.faults, `${call.route.method} ${call.pathname}`);
    const answer = instead ? refused(instead) : made;
    if (answer.status !== 402 && !changes) return { value: answer };
    const { status, body } = answer;
    const kept =
      call.key === null ? undefined : { key: call.key, fingerprint: call.fingerprint, status, body, created: at };
    return {
      value: { ...answer, requestId },
      changes: { ...(changes ?? { state, ...NOTHING }), answer: kept },
    };
  }

  private async tried(unit: Unit, call: Call): Promise<{ answer: Answer; changes?: Changes }> {
    try {
      const answer = await this.handled(unit, call);
      return { answer, changes: this.seen(unit.changes()) };
    } catch (error) {
      if (!(error instanceof StripeFault)) throw error;
      if (error.status === 404 || error.status === 501) throw error;
      return error.keeps ? { answer: refused(error), changes: this.seen(unit.changes()) } : { answer: refused(error) };
    }
  }

  private async handled(unit: Unit, call: Call): Promise<Answer> {
    const { route, params } = call;
    const object = await this.carriedOut(unit, call);
    if (!params.isOlder) this.validate?.request(route, params.asked);
    unit.settle();
    const expanded = await expand(unit, present(object, unit.at), call.expansions);
    this.validate?.answer(route, expanded);
    return { status: 200, body: JSON.stringify(expanded) };
  }

  /** @throws for a parameter nobody took: it is lacking here, or no call of that name knows it */
  private async carriedOut(unit: Unit, { route, params, ids }: Call): Promise<object> {
    try {
      const object = await route.handle(unit, params, ...ids);
      params.done();
      return object;
    } catch (error) {
      const param = error instanceof StripeFault && error.body.code === 'parameter_unknown' ? error.body.param : null;
      if (!param || !this.validate?.knows?.(route, param)) throw error;
      throw unimplemented(`parameter ${param} of ${route.method} ${route.path}`);
    }
  }

  /** What is about to be written, once it has been looked at. */
  seen(changes: Changes): Changes {
    const now = this.clock.now().getTime() / 1000;
    const soon = changes.dues.filter(({ due_at, clock }) => clock === null && due_at <= now + 1);
    if (soon.length > 0) this.soon = Math.max(...soon.map(({ due_at }) => due_at));
    const events = inBursts(changes.events, this.faults);
    this.validate?.events(events.map(({ body }) => body));
    return { ...changes, events };
  }

  private respond(answer: Answer, requestId: string, key: string | null): Response {
    return new Response(answer.body, {
      status: answer.status,
      headers: {
        'content-type': 'application/json',
        date: this.clock.now().toUTCString(),
        'request-id': requestId,
        'stripe-version': Stripe.API_VERSION,
        'stripe-sandbox': 'local',
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(answer.replayed ? { 'idempotent-replayed': 'true' } : {}),
        ...(answer.isFinal ? { 'stripe-should-retry': 'false' } : {}),
      },
    });
  }
}

function authenticate(header: string | null): void {
  const key = keyIn(header ?? '');
  if (key.startsWith('sk_test_')) return;
  const message = key.includes('_live_')
    ? 'This is the local sandbox. It takes no live keys: nothing here is real.'
    : 'The local sandbox takes secret test keys (sk_test_…) only.';
  throw new StripeFault(401, { type: 'invalid_request_error', message });
}

/** As a bearer, or as the user of `curl -u`, whose password is empty. */
function keyIn(header: string): string {
  const [scheme = '', given = ''] = header.split(' ');
  if (scheme.toLowerCase() !== 'basic') return header.replace(/^Bearer /, '');
  return Buffer.from(given, 'base64').toString().split(':')[0] ?? '';
}

function replay(kept: KeptAnswer, call: Call): Answer {
  if (kept.fingerprint === call.fingerprint) return { status: kept.status, body: kept.body, replayed: true };
  const message = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
  throw new StripeFault(400, { type: 'idempotency_error', message });
}

function refused({ status, body }: StripeFault): Answer {
  const isFinal = status === 501 || body.code === 'sandbox_contract';
  return { status, body: JSON.stringify({ error: body }), isFinal };
}
