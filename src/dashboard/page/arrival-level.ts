import { el } from './dom.js';
import { facts, record, section, time, words, type Level } from './evidence-parts.js';

/** An event of the provider as the inbox has it. */
export interface Arrival {
  readonly id: string;
  readonly provider_id: string;
  readonly type: string;
  readonly source: string;
  readonly status: string;
  readonly attempts: number;
  readonly api_version: string | null;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly body?: unknown;
}

/** The end of an explanation: what the provider said. */
export function arrivalLevel(answer: Arrival): Level {
  return {
    title: 'Provider event',
    parts: [
      el('p', { class: 'headline' }, el('code', {}, answer.type)),
      facts([
        ['Event', el('code', { class: 'event' }, answer.provider_id)],
        ['Happened', time(answer.occurred_at)],
        ['Arrived', time(answer.received_at)],
        ['Came as', words(answer.source)],
        ['Became', words(answer.status)],
        ['API version', answer.api_version],
        ['Record', record('webhooks_inbox', answer.id, 'Open in the inbox')],
      ]),
      section('What it said', body(answer.body)),
    ],
  };
}

function body(signed: unknown): HTMLElement {
  if (signed === undefined)
    return el('p', { class: 'definition' }, 'Bodies name people: your role does not show them.');
  if (signed === null) return el('p', { class: 'definition' }, 'The body cannot be read any more.');
  const text = JSON.stringify(signed, null, 2);
  return el('pre', { class: 'signed', tabindex: 0, role: 'region', 'aria-label': 'Body of the event' }, text);
}
