import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ApiKeyController } from './api-key.controller.js';
import { ApiKeys } from './api-keys.js';
import { AuthGuard } from './auth.guard.js';
import { GuardedRoutes } from './guarded-routes.js';
import { KnownKeys } from './known-keys.js';
import { OpsKey } from './ops-key.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [ApiKeyController],
  providers: [ApiKeys, KnownKeys, OpsKey, AuthGuard, GuardedRoutes],
  exports: [ApiKeys, KnownKeys, OpsKey, AuthGuard],
})
export class AuthModule {}
