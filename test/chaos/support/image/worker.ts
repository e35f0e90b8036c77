import 'reflect-metadata';
import { queryObjects, startupSnapshot } from 'node:v8';
import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../../../src/app.module.js';
import { SystemClock } from '../../../../src/kernel/clock.js';
import { loadConfig } from '../../../../src/platform/config/load-config.js';
import { Database } from '../../../../src/platform/database/database.js';
import { arm, armedAt } from '../../../../src/platform/ops/failpoints.js';
import { Worker } from '../../../../src/worker.js';

/**
 * The program put together and connected to nothing, as an image is taken of it. A process that wakes from the image
 * does at once what a worker does after a second's work of loading: it folds and tells. The job queue is not part of it.
 */
async function fallAsleep(): Promise<void> {
  const config = loadConfig(process.env);
  const database = { url: config.databaseUrl, pool: config.databasePool };
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ config, machine: new SystemClock(), database }),
    { logger: ['error'], abortOnError: false },
  );
  const [store, worker] = [app.get(Database, { strict: false }), app.get(Worker, { strict: false })];
  startupSnapshot.setDeserializeMainFunction(() => void awake(store, worker));
  await tidied();
}

async function awake(store: Database, worker: Worker): Promise<void> {
  const point = armedAt(process.env['REVENUE_FAILPOINTS'] ?? '');
  arm(point ? [point] : []);
  await store.query('select 1');
  console.log('at work');
  await worker.run(new AbortController().signal);
}

/** No image is taken while something that was let go is still to be cleared away. To count objects is to collect first. */
async function tidied(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    queryObjects(AppModule);
    await pause(20);
  }
}

fallAsleep().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
