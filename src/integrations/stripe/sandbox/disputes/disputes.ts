import { list } from '../lists.js';
import { merged } from '../metadata.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid } from '../sandbox.errors.js';
import type { Dispute } from '../wire.js';
import { decide, isOpen, submit } from './deciding.js';
import { writeEvidence } from './evidence.js';

const update: Handler = async (unit, params, id = '') => {
  const dispute = await unit.get('dispute', id);
  const metadata = params.metadata();
  if (metadata) dispute.metadata = merged(dispute.metadata, metadata);
  if (params.has('evidence')) {
    if (!isOpen(dispute)) throw over(dispute);
    writeEvidence(dispute, params);
  }
  const submits = params.flag('submit') ?? params.has('evidence');
  if (submits && isOpen(dispute) && dispute.evidence_details.has_evidence) submit(unit, dispute);
  return dispute;
};

/** The dispute is accepted: it is lost without an answer. */
const close: Handler = async (unit, _params, id = '') => {
  const dispute = await unit.get('dispute', id);
  if (!isOpen(dispute)) throw over(dispute);
  decide(unit, dispute, false);
  return dispute;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('dispute', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'dispute',
    url: '/v1/disputes',
    filters: { charge: 'parent', payment_intent: 'peer' },
  });

function over({ status }: Dispute): Error {
  return invalid(`This dispute can no longer be answered: it is ${status}.`, { code: 'dispute_not_open' });
}

export const disputes: readonly Route[] = [
  get('/v1/disputes', all),
  get('/v1/disputes/{id}', retrieve),
  post('/v1/disputes/{id}', update),
  post('/v1/disputes/{id}/close', close),
];
