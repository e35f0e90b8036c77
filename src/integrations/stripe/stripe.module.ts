import { Module } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Sandbox } from './sandbox/sandbox.js';
import { StripeClient, stripeClient } from './stripe-client.js';

/** Hands out the client. Whether a sandbox stands behind it is decided where the program is put together. */
@Module({
  providers: [
    {
      provide: StripeClient,
      inject: [Config, { token: Sandbox, optional: true }],
      useFactory: (config: Config, sandbox?: Sandbox | null) => stripeClient(config.stripe, sandbox),
    },
  ],
  exports: [StripeClient],
})
export class StripeModule {}
