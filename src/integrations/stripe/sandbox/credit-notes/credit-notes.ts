import { list, within } from '../lists.js';
import { merged } from '../metadata.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { draftCreditNote } from './credit-note.js';
import { issue, withdraw } from './issuing.js';

const create: Handler = async (unit, params) => {
  const { note, ways } = await draftCreditNote(unit, params);
  await issue(unit, note, ways);
  return note;
};

const preview: Handler = async (unit, params) => (await draftCreditNote(unit, params)).note;

const previewLines: Handler = async (unit, params) => {
  const { note } = await draftCreditNote(unit, params);
  return within(note.lines.data, params, '/v1/credit_notes/preview/lines');
};

const update: Handler = async (unit, params, id = '') => {
  const note = await unit.get('credit_note', id);
  if (params.has('memo')) note.memo = params.text('memo') ?? null;
  const metadata = params.metadata();
  if (metadata) note.metadata = merged(note.metadata ?? {}, metadata);
  return note;
};

const voidNow: Handler = async (unit, _params, id = '') => {
  const note = await unit.get('credit_note', id);
  await withdraw(unit, note);
  return note;
};

const lines: Handler = async (unit, params, id = '') => {
  const note = await unit.get('credit_note', id);
  return within(note.lines.data, params, `/v1/credit_notes/${id}/lines`);
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('credit_note', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'credit_note',
    url: '/v1/credit_notes',
    filters: { customer: 'customer', invoice: 'parent' },
  });

export const creditNotes: readonly Route[] = [
  get('/v1/credit_notes/preview', preview),
  get('/v1/credit_notes/preview/lines', previewLines),
  post('/v1/credit_notes', create),
  get('/v1/credit_notes', all),
  get('/v1/credit_notes/{id}', retrieve),
  post('/v1/credit_notes/{id}', update),
  post('/v1/credit_notes/{id}/void', voidNow),
  get('/v1/credit_notes/{id}/lines', lines),
];
