import { Module } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Config } from '../../platform/config/config.js';
import { Sandbox } from './sandbox/sandbox.js';
import { StripeClient, stripeClient, stripeTraffic } from './stripe-client.js';
import { Traffic } from './traffic/traffic.js';
import { TrafficCheck } from './traffic/traffic-check.js';

/** Hands out the client. Whether a sandbox stands behind it is decided where the program is put together. */
@Module({
  providers: [
    {
      provide: Traffic,
      inject: [Config, Clock, { token: Sandbox, optional: true }],
      useFactory: (config: Config, clock: Clock, sandbox?: Sandbox | null) =>
        stripeTraffic(config.stripe, clock, sandbox),
    },
    {
      provide: StripeClient,
      inject: [Config, Traffic],
      useFactory: (config: Config, traffic: Traffic) => stripeClient(config.stripe, traffic),
    },
    TrafficCheck,
  ],
  exports: [StripeClient],
})
export class StripeModule {}
