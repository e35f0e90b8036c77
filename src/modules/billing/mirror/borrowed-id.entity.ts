import { defineEntity, p } from '@mikro-orm/core';

const BorrowedIdSchema = defineEntity({
  name: 'BorrowedId',
  tableName: 'billing_borrowed_id',
  properties: {
    providerId: p.text().primary(),
    object: p.text(),
    ourId: p.uuid(),
    /** The provider's object that has the id. */
    holder: p.text(),
  },
});

/** An object of the provider that bears an id of ours which another has. */
export class BorrowedId extends BorrowedIdSchema.class {}

BorrowedIdSchema.setClass(BorrowedId);
