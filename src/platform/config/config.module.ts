import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { Config } from './config.js';

/** Hands the loaded configuration to whoever injects `Config`; nothing else of the environment can be read through it. */
@Module({})
export class ConfigurationModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigurationModule,
      global: true,
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true, load: [() => ({ revenue: config })] })],
      providers: [
        {
          provide: Config,
          inject: [ConfigService],
          useFactory: (service: ConfigService) => service.getOrThrow<Config>('revenue'),
        },
      ],
      exports: [Config],
    };
  }
}
