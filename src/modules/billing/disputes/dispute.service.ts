import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { Dispute } from './dispute.entity.js';
import { DisputeNotFound } from './dispute.errors.js';

/** What we answer when a cardholder's bank takes a payment back. */
@Injectable()
export class Disputes {
  constructor(
    private readonly database: Database,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** Kept by the provider until it is submitted. @param attempt tells two changes apart */
  async prepare(given: string, evidence: Readonly<Record<string, string>>, attempt: string): Promise<string> {
    return this.answer(given, { evidence, submit: false }, `evidence-${attempt}`);
  }

  /**
   * Once only: the bank decides by what it gets. An inquiry that was answered may come back as a dispute, to be answered anew.
   * @throws EvidenceLate, EvidenceAlreadySubmitted, DisputeDecided
   */
  async submit(given: string, attempt: string): Promise<string> {
    return this.answer(given, { submit: true }, `submit-${attempt}`);
  }

  /** It is lost without an answer; what the bank only asked about is closed. */
  async accept(given: string, attempt: string): Promise<string> {
    const dispute = await this.dispute(given);
    if (dispute.isGivenUp) return dispute.id;
    return this.call(dispute, 'dispute.accept', {}, attempt);
  }

  private async answer(given: string, answer: object, target: string): Promise<string> {
    return this.call(await this.dispute(given), 'dispute.update', answer, target);
  }

  private async call(
    dispute: Dispute,
    operation: 'dispute.update' | 'dispute.accept',
    more: object,
    target: string,
  ): Promise<string> {
    await this.calls.perform({
      operation,
      subject: `dispute:${dispute.id}`,
      params: { id: dispute.providerId, ...more },
      target,
      guard: () => dispute.mustBeAnswerable(this.clock.now()),
    });
    return dispute.id;
  }

  private dispute(given: string): Promise<Dispute> {
    return this.database.em.findOneOrFail(Dispute, isId(given) ? { id: given } : { providerId: given }, {
      failHandler: () => new DisputeNotFound(given),
    });
  }
}
