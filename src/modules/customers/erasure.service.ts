import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { isId, newId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { currentAct } from '../../platform/events/act.js';
import { Outbox } from '../../platform/events/outbox.js';
import { Customer } from './customer.entity.js';
import { personErased, subjectOf } from './customers.events.js';
import { DataRequest } from './data-request.entity.js';
import { CustomerErased, RequestNotFound } from './data-request.errors.js';
import { Forgetting } from './forgetting.service.js';
import { ProviderLinks } from './provider-link.service.js';

/** Forgetting a person: asked for by one, approved by another. The books never held anything of them and stay as they are. */
@Injectable()
export class Erasures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly links: ProviderLinks,
    private readonly forgetting: Forgetting,
  ) {}

  /** Asking again while it is open finds the same request. @throws CustomerNotFound, CustomerErased */
  async ask(given: string, reason: string): Promise<DataRequest> {
    const { customerId } = await this.links.accountOf(given, 'stripe', 'self');
    return this.database.transaction(async (em) => {
      await this.database.hold(subjectOf(customerId));
      const open = await em.findOne(DataRequest, {
        customer: customerId,
        kind: 'erasure',
        state: { $in: ['requested', 'running'] },
      });
      if (open) return open;
      const customer = await em.findOneOrFail(Customer, customerId, { populate: ['person'] });
      if (customer.person.erasedAt) throw new CustomerErased(customerId);

      const request = em.create(DataRequest, {
        id: newId(this.clock.wall()),
        customer,
        kind: 'erasure',
        state: 'requested',
        reason,
        askedBy: actor(),
        askedAt: this.clock.wall(),
        evidence: [],
      });
      await em.flush();
      return request;
    });
  }

  /**
   * From here on the person cannot be read any more, in any copy of the data; what others hold of them follows.
   * @throws RequestNotFound, RequestDecided, SecondPersonNeeded
   */
  async approve(id: string): Promise<DataRequest> {
    const asked = await this.one(id);
    return this.database.transaction(async (em) => {
      await this.forgetting.hold(asked.customer.id);
      const request = await this.one(id);
      request.approve(actor(), this.clock.wall());
      const customer = await em.findOneOrFail(Customer, request.customer.id, {
        populate: ['person', 'person.addresses'],
      });
      const facts = await this.forgetting.forget(customer);
      request.evidence = [{ part: 'customers', at: this.clock.wall().toISOString(), ...facts }];
      await em.flush();
      await this.outbox.record(personErased({ personId: customer.person.id, customerId: customer.id }));
      return request;
    });
  }

  /** @throws RequestNotFound, RequestDecided */
  async refuse(id: string): Promise<DataRequest> {
    const asked = await this.one(id);
    return this.database.transaction(async (em) => {
      await this.database.hold(subjectOf(asked.customer.id));
      const request = await this.one(id);
      request.refuse(actor(), this.clock.wall());
      await em.flush();
      return request;
    });
  }

  /** @throws RequestNotFound */
  async one(id: string): Promise<DataRequest> {
    if (!isId(id)) throw new RequestNotFound(id);
    return this.database.em.findOneOrFail(DataRequest, id, { failHandler: () => new RequestNotFound(id) });
  }
}

function actor(): string {
  return currentAct()?.actor ?? 'engine';
}
