import { SetMetadata } from '@nestjs/common';

export const ONE_TRANSACTION = 'revenue:one-transaction';

/** For a route that only touches the database: its effect and the answer kept under its key commit together. */
export const OneTransaction = () => SetMetadata(ONE_TRANSACTION, true);
