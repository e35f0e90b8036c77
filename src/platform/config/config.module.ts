import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Config } from './config.js';

/** Hands the loaded configuration to whoever injects `Config`. */
@Global()
@Module({})
export class ConfigurationModule {
  static with(config: Config): DynamicModule {
    return { module: ConfigurationModule, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}
