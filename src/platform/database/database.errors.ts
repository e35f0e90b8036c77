/** A defect, not a refusal: it would wait for ever on a store with one connection. */
export class NestedTransaction extends Error {
  constructor(what: string) {
    super(`${what} must not run inside a transaction.`);
    this.name = 'NestedTransaction';
  }
}
