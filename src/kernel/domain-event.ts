/** Something that happened. Named `module.noun.past-tense`; plain data, so it survives the table it is kept in. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;

  /** Whose story this belongs to, `refund:<uuid>`: events of one subject keep their order. */
  readonly subject: string;

  readonly data: Data;

  /** When it became true in the world; the clock's now when absent. */
  readonly occurredAt?: Date;
}
