import { Global, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../config.js';
import { Clock } from './clock.js';
import { Database } from './database.js';
import { openDatabase, type OpenOptions } from './open.js';
import { writingOptions } from './sources.js';

/** The settings, for injection. */
export const CONFIG = Symbol('config');

@Global()
@Module({})
class OpenedModule implements BeforeApplicationShutdown {
  constructor(private readonly database: Database) {}

  /** Before Nest's TypeORM module closes its connection: what is queued is still written. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

/** Opens the database once and hands it, the settings and the clock to every room. */
@Module({})
export class DatabaseModule {
  static with(config: Config, clock: Clock = new Clock(), options: OpenOptions = {}): DynamicModule {
    let database: Database;
    const opened: DynamicModule = {
      module: OpenedModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Database, useFactory: async () => (database = await openDatabase(config, options)) },
      ],
      exports: [CONFIG, Clock, Database],
    };
    const typeOrm = TypeOrmModule.forRootAsync({
      inject: [Database],
      useFactory: () => writingOptions(config),
      dataSourceFactory: () => Promise.resolve(database.source),
    });
    return { module: DatabaseModule, imports: [opened, typeOrm] };
  }
}
