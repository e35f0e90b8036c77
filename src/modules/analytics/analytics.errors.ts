import { DomainError } from '../../kernel/domain-error.js';

export class UnknownMetric extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'analytics/unknown-metric';

  constructor(metric: string) {
    super('There is no metric of this name; the catalogue lists all.', { metric: metric.slice(0, 64) });
  }
}

export class MovementNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'analytics/movement-not-found';

  constructor() {
    super('There is no movement with this id.');
  }
}

export class RangeTooLong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'analytics/range-too-long';

  constructor(buckets: number, most: number) {
    super(`A series has at most ${most} buckets; ask for a coarser granularity.`, { buckets, most });
  }
}

export class AsOfInFuture extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'analytics/as-of-in-future';

  constructor(asOf: Date, now: Date) {
    super('A figure stands where something has happened; this has not come yet.', {
      as_of: asOf.toISOString(),
      now: now.toISOString(),
    });
  }
}

export class BadRange extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'analytics/bad-range';

  constructor(what: string) {
    super('A range is two days or instants, the first before the second, or one of the presets.', {
      given: what.slice(0, 64),
    });
  }
}

export class KnownAtInFuture extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'analytics/known-at-in-future';

  constructor(knownAt: Date) {
    super('What will be known then is not known yet.', { known_at: knownAt.toISOString() });
  }
}
