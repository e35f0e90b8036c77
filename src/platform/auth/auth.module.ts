import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { ApiKeyController } from './api-key.controller.js';
import { ApiKeys } from './api-keys.js';
import { AuthGuard } from './auth.guard.js';
import { GuardedRoutes } from './guarded-routes.js';
import { KnownKeys } from './known-keys.js';
import { OpsKey } from './ops-key.js';

const failures = makeCounterProvider({
  name: 'revenue_auth_failures_total',
  help: 'Requests that were not let through.',
  labelNames: ['kind'],
});

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [ApiKeyController],
  providers: [ApiKeys, KnownKeys, OpsKey, AuthGuard, GuardedRoutes, failures],
  exports: [ApiKeys, KnownKeys, OpsKey, AuthGuard],
})
export class AuthModule {}
