import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Database } from './database.js';
import { ormOptions, type DatabaseSettings } from './orm-options.js';

export interface DatabaseModuleOptions extends DatabaseSettings {
  readonly entities: readonly EntitySchema[];
}

@Global()
@Module({})
export class DatabaseModule {
  static with({ entities, ...settings }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        MikroOrmModule.forRootAsync({
          useFactory: async () => ({ ...(await ormOptions(settings, entities)), registerRequestContext: false }),
        }),
      ],
      providers: [{ provide: Database, inject: [MikroORM], useFactory: (orm: MikroORM) => new Database(orm) }],
      exports: [Database],
    };
  }
}
