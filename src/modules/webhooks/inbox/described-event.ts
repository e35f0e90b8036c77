/** What the inbox needs to know of an event before anybody folds it. */
export interface Described {
  readonly externalId: string;
  readonly account: string;
  readonly type: string;
  readonly objectKey: string;
  /** What is fetched in its place, where the provider does not show such an object by itself. */
  readonly bearerKey?: string;
  readonly occurredAt: Date;
  readonly apiVersion: string | null;
  readonly livemode: boolean;
  /** Carries no object, only its name: the object has to be fetched. */
  readonly thin: boolean;
}
