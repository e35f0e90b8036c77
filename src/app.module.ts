import { Global, Inject, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { SignInModule } from './platform/auth/sign-in.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { Sandbox } from './integrations/stripe/index.js';
import { Clock, SystemClock } from './kernel/clock.js';
import { entities } from './mikro-orm.config.js';
import { AnalyticsModule } from './modules/analytics/index.js';
import { BillingModule } from './modules/billing/index.js';
import { CustomersModule } from './modules/customers/index.js';
import { LedgerModule } from './modules/ledger/index.js';
import { WebhooksModule } from './modules/webhooks/index.js';
import { ConfigurationModule } from './platform/config/config.module.js';
import type { Config } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { DatabaseModule } from './platform/database/database.module.js';
import type { DatabaseSettings } from './platform/database/orm-options.js';
import { EventsModule } from './platform/events/events.module.js';
import { WakeUpsApartModule } from './platform/events/wake-ups-apart.js';
import { HttpModule } from './platform/http/http.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { Loops } from './platform/jobs/loops.js';
import { Proofs } from './platform/ops/proofs.js';
import { DemoModule } from './demo/demo.module.js';

/** What a start decides: where the data lives, and what stands in for the world in a test. */
export interface Parts {
  readonly config: Config;
  readonly database: DatabaseSettings;
  /** The machine's clock unless a test holds one. */
  readonly machine?: Clock;
  /** Brings the schema up to date first: embedded installations do that by themselves. */
  readonly migrate?: boolean;
  /** Off where pages are not built and not asked for. */
  readonly backOffice?: boolean;
  /** How the sandbox behaves where a test wants it so. */
  readonly sandbox?: Partial<ConstructorParameters<typeof Sandbox>[0]>;
}

/** The composition root: the only file that names every module. */
@Module({})
export class AppModule {
  static with(parts: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.with(parts.config),
        DatabaseModule.with({ ...parts.database, entities }),
        GroundModule.with(parts),
        EventsModule,
        WakeUpsApartModule,
        HttpModule,
        JobsModule,
        SignInModule,
        CustomersModule,
        LedgerModule,
        WebhooksModule,
        BillingModule,
        AnalyticsModule,
        DashboardModule,
        DemoModule,
      ],
    };
  }
}

/** What every module may ask for: the time, the register of proofs, and who stands in for the provider. */
@Global()
@Module({})
class GroundModule {
  constructor(loops: Loops, @Inject(Sandbox) sandbox: Sandbox | null) {
    if (sandbox)
      loops.everySecond(
        'the sandbox',
        'inward',
        () => sandbox.deliver(),
        () => sandbox.tick(),
      );
  }

  static with({ config, machine = new SystemClock(), sandbox }: Parts): DynamicModule {
    const provider = config.stripe.secretKey === undefined ? local(machine, sandbox) : real(machine);
    return { module: GroundModule, providers: [Proofs, ...provider], exports: [Proofs, Clock, Sandbox] };
  }
}

/** Without a key of Stripe's the sandbox answers, and business time is its clock. */
function local(machine: Clock, settings: Parts['sandbox']): Provider[] {
  return [
    {
      provide: Sandbox,
      inject: [Database],
      useFactory: (database: Database) => new Sandbox({ database, wall: () => machine.wall(), ...settings }),
    },
    { provide: Clock, inject: [Sandbox], useFactory: ({ clock }: Sandbox) => clock },
  ];
}

function real(machine: Clock): Provider[] {
  return [
    { provide: Sandbox, useValue: null },
    { provide: Clock, useValue: machine },
  ];
}
