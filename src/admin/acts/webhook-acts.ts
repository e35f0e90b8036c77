import type { DeadLetters, DeliveryReplays, Endpoints, Inbox, TestEvents } from '../../modules/webhooks/index.js';
import type { Act, Done } from './act.js';

/** The use cases behind `/api/v1/webhooks`. */
export interface WebhookUseCases {
  readonly inbox: Inbox;
  readonly deadLetters: DeadLetters;
  readonly endpoints: Endpoints;
  readonly deliveries: DeliveryReplays;
  readonly tests: TestEvents;
}

const OURS = { area: 'webhooks', right: 'write' } as const;
const ENABLED = { column: 'status', is: ['enabled'] };

export function inboxActs({ inbox, deadLetters }: WebhookUseCases): Act[] {
  return [
    {
      ...OURS,
      name: 'replay',
      label: 'Replay this event',
      says: 'Folds it again from the stored body. Books that are right stay as they are.',
      run: (id) => inbox.replay(id).then(() => ({ says: 'Replayed' })),
    },
    {
      ...OURS,
      name: 'dismiss',
      label: 'Dismiss',
      says: 'It stays given up and is no longer counted. Who said so, and why, is kept.',
      when: { column: 'status', is: ['dead'] },
      asks: [{ name: 'reason', label: 'Why it may stay so', required: true }],
      run: (id, { reason = '' }) => deadLetters.dismiss(id, reason).then(() => ({ says: 'Dismissed' })),
    },
  ];
}

export function endpointActs(useCases: WebhookUseCases): Act[] {
  return [...standingActs(useCases), ...sendingActs(useCases)];
}

function standingActs({ endpoints, tests }: WebhookUseCases): Act[] {
  return [
    {
      ...OURS,
      name: 'test',
      label: 'Send a test event',
      says: 'Sends engine.test now and says what came back.',
      run: async (id) => ({ says: 'Sent', shown: answered(await tests.send(id)) }),
    },
    {
      ...OURS,
      name: 'enable',
      label: 'Enable',
      says: 'It is told again from now on. What it missed is sent when it is replayed.',
      when: { column: 'status', is: ['disabled'] },
      run: (id) => endpoints.enable(id).then(() => ({ says: 'Enabled' })),
    },
    {
      ...OURS,
      name: 'disable',
      label: 'Disable',
      says: 'Nothing is sent any more. What happens meanwhile is kept and can be replayed.',
      when: ENABLED,
      run: (id) => endpoints.disable(id, 'by_hand').then(() => ({ says: 'Disabled' })),
    },
    {
      ...OURS,
      name: 'rotateSecret',
      label: 'Rotate the secret',
      says: 'Both secrets sign for a day. The new one is shown here once.',
      run: async (id) => ({ says: 'Rotated', shown: (await endpoints.rotateSecret(id, OVERLAP)).secret }),
    },
  ];
}

function sendingActs({ deliveries }: WebhookUseCases): Act[] {
  return [
    {
      ...OURS,
      name: 'replayRange',
      label: 'Send again',
      says: 'Everything made for it in this span, in UTC, under the same ids.',
      when: ENABLED,
      asks: [
        { name: 'from', label: 'From', kind: 'datetime-local', required: true },
        { name: 'to', label: 'To', kind: 'datetime-local', required: true },
      ],
      run: async (id, { from, to }) => sentAgain(await deliveries.range(id, { ...span(from, to), onlyFailed: false })),
    },
    {
      ...OURS,
      name: 'replayFailed',
      label: 'Send what failed again',
      says: 'Everything that was given up and is still kept, under the same ids.',
      when: ENABLED,
      run: async (id) => sentAgain(await deliveries.range(id, { onlyFailed: true })),
    },
  ];
}

export function deliveryActs({ deliveries }: WebhookUseCases): Act[] {
  return [
    {
      ...OURS,
      name: 'replay',
      label: 'Send again',
      says: 'Under the same id, so that the receiver can tell it is the same event.',
      run: (id) => deliveries.one(id).then(() => ({ says: 'It is sent again' })),
    },
  ];
}

const OVERLAP = 24;

function answered({ status, ms, error, answer }: Awaited<ReturnType<TestEvents['send']>>): string {
  const line = status === null ? `No answer after ${ms} ms: ${error}` : `Answered ${status} in ${ms} ms.`;
  return answer ? `${line}\n${answer}` : line;
}

function sentAgain(job: string): Done {
  return { says: 'Under way', shown: `Sent again piece by piece, by the job ${job}.` };
}

/** What a browser gives has no zone: it is read as UTC, which is what every time on these pages is. */
function span(from: string | undefined, to: string | undefined): { from: Date | undefined; to: Date | undefined } {
  const at = (text: string | undefined) => (text === undefined ? undefined : new Date(`${text}Z`));
  return { from: at(from), to: at(to) };
}
