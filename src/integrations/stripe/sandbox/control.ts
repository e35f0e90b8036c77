import { NestedTransaction } from '../../../platform/database/database.errors.js';
import { CALL_FAULTS, DELIVERY_FAULTS, type Fault, type Faults } from './faults/faults.js';
import { parseForm, type FormTree } from './form.js';
import { Params } from './params.js';
import { defect, invalid, missing, parameterMissing, StripeFault } from './sandbox.errors.js';
import { AFTER_RETRIES, changeSettings, settingsOf, type AccountSettings } from './settings/account-settings.js';
import { isAboutSnapshots, snapshotLever, type Keeper } from './snapshots/levers.js';
import type { SandboxClock } from './clock.js';
import { setSchedule } from './payouts/schedule.js';
import type { Unit } from './unit.js';
import { rollSecret } from './webhook-secrets.js';

/** The sandbox as it can be worked from outside. */
interface Machine extends Keeper {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  startAt(date: Date): Promise<void>;
  release(): Promise<void>;
  advance(journey: { to: Date } | { by: string }): Promise<void>;
  script(method: string, outcomes: readonly string[]): Promise<boolean>;
  authenticate(intent: string, passed: boolean): Promise<boolean>;
  doing<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  deliver(): Promise<number>;
  deliveryStates(): Promise<Record<string, number>>;
  listDeliveries(state: string | undefined, limit: number): Promise<object[]>;
  releaseDeliveries(event?: string): Promise<void>;
}

type Lever = (sandbox: Machine, params: Params) => Promise<object>;

/** What Stripe does not have: moving time, scripting outcomes, ordering faults. Parameters as JSON or as a form. */
const LEVERS: Readonly<Record<string, Lever>> = {
  'GET /_sandbox/clock': async (sandbox) => timeOf(sandbox),
  'POST /_sandbox/clock': async (sandbox, params) => {
    const [to, by, start] = [params.text('to'), params.text('advance'), params.text('start_at')];
    if (start !== undefined) await sandbox.startAt(instant(start));
    else if (params.flag('release')) await sandbox.release();
    else if (to !== undefined) await sandbox.advance({ to: ahead(sandbox, to) });
    else if (by !== undefined) await sandbox.advance({ by });
    else throw parameterMissing('advance');
    return timeOf(sandbox);
  },
  'POST /_sandbox/outcomes': async (sandbox, params) => {
    const method = params.required('method');
    const outcomes = params.texts('outcomes') ?? [];
    if (!(await sandbox.script(method, outcomes))) throw missing('PaymentMethod', method);
    return { method, outcomes };
  },
  'GET /_sandbox/settings': async (sandbox) => sandbox.doing(settingsOf),
  'POST /_sandbox/settings': async (sandbox, params) =>
    sandbox.doing((unit) => changeSettings(unit, settingsIn(params))),
  'POST /_sandbox/actions': async (sandbox, params) => {
    const intent = params.required('payment_intent');
    if (!(await sandbox.authenticate(intent, params.flag('passed') ?? true))) throw missing('payment_intent', intent);
    return { payment_intent: intent };
  },
  'POST /_sandbox/payouts': async (sandbox, params) => {
    const [interval, fails] = [params.choice('interval', ['daily', 'manual']), params.text('fails')];
    const wanted = { ...(interval ? { interval } : {}), ...(fails === undefined ? {} : { fails }) };
    await sandbox.doing((unit) => setSchedule(unit, wanted));
    return wanted;
  },
  'POST /_sandbox/secrets': async (sandbox, params) => {
    const [endpoint, hours] = [params.required('endpoint'), params.whole('hours') ?? 24];
    return { endpoint, secret: await sandbox.doing((unit) => rollSecret(unit, endpoint, hours)) };
  },
  'GET /_sandbox/faults': async (sandbox) => sandbox.faults.ordered,
  'POST /_sandbox/faults': async (sandbox, params) => {
    const fault = params.choice<Fault>('fault', [...DELIVERY_FAULTS, ...CALL_FAULTS]);
    if (!fault) throw parameterMissing('fault');
    sandbox.faults.order(fault, {
      times: params.whole('times'),
      chance: chanceIn(params),
      seed: params.text('seed'),
      only: params.texts('only'),
      window: params.whole('window'),
      seconds: params.whole('seconds'),
    });
    return sandbox.faults.ordered;
  },
  'DELETE /_sandbox/faults': async (sandbox) => {
    sandbox.faults.clear();
    return sandbox.faults.ordered;
  },
  'GET /_sandbox/deliveries': async (sandbox, params) => ({
    states: await sandbox.deliveryStates(),
    deliveries: await sandbox.listDeliveries(params.text('state'), params.whole('limit') ?? 20),
  }),
  'POST /_sandbox/deliveries': async (sandbox, params) => {
    if (params.flag('release')) await sandbox.releaseDeliveries(params.text('event'));
    return { posted: await sandbox.deliver() };
  },
};

export async function control(sandbox: Machine, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = { 'stripe-sandbox': 'local' };
  try {
    const lever = leverFor(request.method, pathname);
    if (!lever) throw invalid(`Unrecognized request URL (${request.method}: ${pathname}).`);
    const params = new Params({ ...parseForm(search.slice(1)), ...(await given(request)) });
    const body = await lever(sandbox, params);
    params.done();
    return Response.json(body, { headers });
  } catch (error) {
    if (error instanceof NestedTransaction) throw error;
    const { body, status } = error instanceof StripeFault ? error : defect(error);
    return Response.json({ error: body }, { status, headers });
  }
}

function leverFor(method: string, path: string): Lever | undefined {
  if (isAboutSnapshots(path)) return async (sandbox, params) => snapshotLever(sandbox, method, path, params);
  return LEVERS[`${method} ${path}`];
}

function chanceIn(params: Params): number | undefined {
  const chance = params.number('chance');
  if (chance !== undefined && (chance < 0 || chance > 1))
    throw invalid('A chance is from 0 to 1.', { param: 'chance' });
  return chance;
}

function daysIn(params: Params, name: string): number | undefined {
  const days = params.whole(name);
  if (days !== undefined && days < 0) throw invalid('Days must not be negative; 0 is never.', { param: name });
  return days;
}

function settingsIn(params: Params): Partial<AccountSettings> {
  const days = params.texts('retry_days')?.map(Number);
  if (days?.some((day, n) => !(day > (days[n - 1] ?? 0)))) {
    throw invalid('Days of retries must go up from above 0.', { param: 'retry_days' });
  }
  const given = {
    retry_days: days ?? (params.has('retry_days') ? [] : undefined),
    after_retries: params.choice('after_retries', AFTER_RETRIES),
    upcoming_days: daysIn(params, 'upcoming_days'),
    due_notice_days: daysIn(params, 'due_notice_days'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function given(request: Request): Promise<FormTree> {
  if (request.method === 'GET') return {};
  const text = await request.text();
  if (!text.startsWith('{')) return parseForm(text);
  try {
    return inWords(JSON.parse(text)) as FormTree;
  } catch {
    throw invalid('The body is neither JSON nor a form.');
  }
}

/** JSON as a form would have said it. */
function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? '');
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inWords(one)]));
}

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalid(`Not an instant: ${text}`, { param: 'to' });
  return date;
}

function ahead({ clock }: Machine, text: string): Date {
  const to = instant(text);
  if (to < clock.now())
    throw invalid('Time goes forward only; a snapshot brings an earlier one back.', { param: 'to' });
  return to;
}

function timeOf(sandbox: Machine): object {
  return { now: sandbox.clock.now().toISOString(), held: sandbox.clock.held };
}
