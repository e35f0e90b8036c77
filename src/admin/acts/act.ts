import type { ActionContext, ActionRequest, ActionResponse, ResourceOptions } from 'adminjs';
import { DomainError } from '../../kernel/domain-error.js';
import { may, type Area, type Right } from '../policy.js';

/** Something a person does to a record, by the use case the API has for it. */
export interface Act {
  readonly name: string;
  readonly label: string;
  /** What it does, beside the button. */
  readonly says: string;
  readonly asks?: readonly Asked[];
  /** Shown only where the record's column is one of these. */
  readonly when?: { readonly column: string; readonly is: readonly string[] };
  /** It cannot be taken back: whoever presses the button is asked once more. */
  readonly final?: true;
  readonly area: Area;
  readonly right: Right;
  /** @param actor in whose name @returns what is to be said or shown of it */
  readonly run: (id: string, answers: Readonly<Record<string, string>>, actor: string) => Promise<Done>;
}

/** A field to fill in first. */
export interface Asked {
  readonly name: string;
  readonly label: string;
  readonly kind?: 'text' | 'datetime-local' | 'number';
  readonly required?: boolean;
}

export interface Done {
  readonly says: string;
  /** Shown on the page and nowhere else again. */
  readonly shown?: string;
}

/** As much as the fields on the page take. */
const LONGEST = 500;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/;

type Acting = Pick<ResourceOptions, 'actions' | 'properties'>;

/** The actions of a resource and the property under which its page shows their buttons. */
export function actsOf(acts: readonly Act[]): Required<Acting> {
  return {
    actions: Object.fromEntries(acts.map((act) => [act.name, actionOf(act)])),
    properties: {
      acts: {
        type: 'mixed',
        isVisible: { list: false, show: true, filter: false, edit: false },
        components: { show: 'Acts' },
        custom: { acts: acts.map(({ run: _, ...shown }) => shown) },
      },
    },
  };
}

function actionOf(act: Act) {
  return {
    actionType: 'record' as const,
    // Reached by a button that posts; a listed action would be a link, and a link is a GET.
    isVisible: false,
    isAccessible: ({ currentAdmin }: ActionContext) => may(rolesOf(currentAdmin), act.right, act.area),
    component: false as const,
    handler: (request: ActionRequest, _response: unknown, context: ActionContext) => acted(act, request, context),
  };
}

async function acted(act: Act, request: ActionRequest, context: ActionContext): Promise<ActionResponse> {
  const { record, resource: of, currentAdmin } = context;
  if (!record) throw new Error('There is no record to act on.');
  const answers = answersTo(act, request.payload ?? {});
  const fault = faultIn(act.asks ?? [], answers);
  const done = fault
    ? { fault }
    : await act.run(record.id(), answers, `admin:${String(currentAdmin?.['id'] ?? 'owner')}`).catch(refused);
  const again = (await of.findOne(record.id(), context)) ?? record;
  const notice =
    'fault' in done
      ? { message: done.fault, type: 'error' as const }
      : { message: done.says, type: 'success' as const };
  return { record: again.toJSON(currentAdmin), notice, ...('shown' in done ? { shown: done.shown } : {}) };
}

/** What the use case refuses is said in its own words; anything else is a defect. */
function refused(error: unknown): { fault: string } {
  if (error instanceof DomainError) return { fault: error.message };
  throw error;
}

/** What is wrong with the first answer that cannot be used, in words for whoever gave it: a form can be sent without a browser. */
export function faultIn(asks: readonly Asked[], answers: Readonly<Record<string, string>>): string | undefined {
  for (const { name, label, kind, required } of asks) {
    const answer = answers[name];
    if (answer === undefined && required) return `${label}: say something.`;
    if (answer === undefined) continue;
    if (answer.length > LONGEST) return `${label}: say it in ${LONGEST} characters.`;
    if (kind === 'datetime-local' && !isTime(answer)) return `${label}: give a day and a time, as 2026-03-01T12:30.`;
  }
  return undefined;
}

/** As HTML writes it, without a zone, of a day that there is. */
function isTime(text: string): boolean {
  const time = new Date(`${text}Z`);
  return TIME.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text.slice(0, 16));
}

function answersTo({ asks = [] }: Act, payload: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = asks.map(({ name }) => [name, payload[name]] as const);
  return Object.fromEntries(
    given.flatMap(([name, text]) => (typeof text === 'string' && text.trim() ? [[name, text.trim()]] : [])),
  );
}

function rolesOf(currentAdmin: ActionContext['currentAdmin']): readonly string[] {
  return (currentAdmin?.['roles'] as string[] | undefined) ?? [];
}
