/** A defect, not a refusal: it would wait for ever on a store with one connection. */
export class NestedTransaction extends Error {
  constructor(what: string) {
    super(`${what} must not run inside a transaction.`);
    this.name = 'NestedTransaction';
  }
}

/**
 * Something was told of the subject by a transaction that began to write after this one: heard in the order of
 * transactions, what is told now would come before it. Done anew, it comes after.
 */
export class Overtaken extends Error {
  /** As the store calls what may go well when it is done once more. */
  readonly code = '40001';

  constructor(subject: string) {
    super(`${subject} was told of by a later transaction.`);
    this.name = 'Overtaken';
  }
}
