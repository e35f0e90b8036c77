import type { Stripe } from 'stripe';
import { Cast, type Prices } from './cast.js';
import type { Persona } from './demo.entity.js';
import type { Action } from './scenario.js';

/** Codes with which the provider says no to a person: part of the story, not a fault of it. */
const REFUSED = new Set(['StripeCardError', 'StripeInvalidRequestError']);

/** Plays the actions of the story at the provider and remembers who is who. */
export class Stage {
  private readonly cast: Cast;

  constructor(
    stripe: Stripe,
    seed: number,
    private readonly prices: Prices,
    readonly personas: Record<string, Persona>,
  ) {
    this.cast = new Cast(stripe, seed);
  }

  /** A person whom the provider refuses goes away, as people do. */
  async play(action: Action): Promise<void> {
    try {
      await this.act(action);
    } catch (error) {
      if (!REFUSED.has((error as { type?: string }).type ?? '')) throw error;
    }
  }

  private async act(action: Action): Promise<void> {
    const persona = this.personas[action.who];
    if (action.kind === 'sign-up') {
      this.personas[action.who] = await this.cast.signUp(action, this.prices);
      return;
    }
    if (!persona) return;
    switch (action.kind) {
      case 'change-plan':
        return this.cast.changePlan(action, persona, this.prices);
      case 'cancel':
        return this.cast.cancel(action, persona);
      case 'stay':
        return this.cast.update(persona.subscription, `stay-${action.who}-${action.day}`, {
          cancel_at_period_end: false,
        });
      case 'pause':
        return this.cast.update(persona.subscription, `pause-${action.who}-${action.day}`, {
          pause_collection: { behavior: 'void' },
        });
      case 'resume':
        return this.cast.update(persona.subscription, `resume-${action.who}-${action.day}`, { pause_collection: '' });
      case 'new-card':
        return this.cast.newCard(persona.customer, action.who, action.card, String(action.day));
      case 'buy':
        return this.buy(action, persona);
      case 'refund':
        return persona.payment === undefined ? undefined : this.cast.refund(action, persona.payment);
    }
  }

  private async buy(action: Extract<Action, { kind: 'buy' }>, persona: Persona): Promise<void> {
    const payment = await this.cast.buy(action, persona.customer);
    if (payment !== undefined) this.personas[action.who] = { ...persona, payment };
  }
}
