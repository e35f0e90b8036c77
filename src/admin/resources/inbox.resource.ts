import type { ActionContext, ActionResponse, ResourceWithOptions } from 'adminjs';
import type { Table } from '../adapter/table.js';
import { may } from '../policy.js';
import { code, json, resource, state } from './resource.js';

export const INBOX = {
  entity: 'InboxRow',
  key: 'id',
  columns: [
    'id',
    'seq',
    'provider',
    'externalId',
    'type',
    'objectKey',
    'source',
    'status',
    'attempts',
    'nextAt',
    'waitingOn',
    'lastError',
    'outcome',
    'occurredAt',
    'receivedAt',
    'doneAt',
    'apiVersion',
    'secretLabel',
  ],
};

/** Folds one row again, as if it had just arrived. */
export type Replay = (inboxId: string, actor: string) => Promise<void>;

export function inboxResource(table: Table, replay: Replay): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'externalId',
    small: ['type', 'status'],
    sortBy: 'seq',
    list: ['type', 'externalId', 'status', 'attempts', 'occurredAt', 'receivedAt'],
    show: ['replay', ...INBOX.columns],
    filters: ['type', 'status', 'externalId', 'objectKey', 'receivedAt'],
    properties: {
      replay: {
        type: 'mixed',
        isVisible: { list: false, show: true, filter: false, edit: false },
        components: { show: 'Replay' },
      },
      status: state,
      externalId: code,
      objectKey: code,
      outcome: json,
    },
    actions: { replay: replayAction(replay) },
    related: [
      {
        label: 'journals',
        resource: 'ledger_journal',
        field: 'causeEvent',
        columns: ['rule', 'factId', 'effectiveAt'],
      },
      {
        label: 'history',
        resource: 'webhooks_inbox',
        field: 'objectKey',
        by: 'objectKey',
        columns: ['type', 'status', 'occurredAt', 'receivedAt'],
      },
    ],
  });
}

function replayAction(replay: Replay) {
  return {
    actionType: 'record' as const,
    // Reached by the button on the record's page, which posts; a listed action would be a link, and a link is a GET.
    isVisible: false,
    isAccessible: ({ currentAdmin }: ActionContext) =>
      may((currentAdmin?.['roles'] as string[] | undefined) ?? [], 'write', 'webhooks'),
    component: false as const,
    handler: (_request: unknown, _response: unknown, context: ActionContext) => replayed(context, replay),
  };
}

async function replayed(context: ActionContext, replay: Replay): Promise<ActionResponse> {
  const { record, resource: of, currentAdmin } = context;
  if (!record) throw new Error('There is no record to replay.');
  await replay(record.id(), `admin:${String(currentAdmin?.['id'] ?? 'owner')}`);
  const again = (await of.findOne(record.id(), context)) ?? record;
  return { record: again.toJSON(currentAdmin), notice: { message: 'Replayed', type: 'success' } };
}
