import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/** As deep as the program's own files, which look for the migrations from where they stand. */
const OUT = 'dist/bundled/src/program';

/** Loaded by nobody here, or not installed: other servers, other stores, other drivers that frameworks know of. */
export const OUTSIDE = [
  ...[
    '@electric-sql/pglite',
    '@sentry/node',
    'adminjs',
    '@adminjs/*',
    'pg-native',
    'pino-pretty',
    'class-transformer/storage',
  ],
  ...['@nestjs/microservices', '@nestjs/microservices/*', '@nestjs/websockets', '@nestjs/websockets/*'],
  ...[
    '@nestjs/platform-express',
    '@nestjs/mongoose',
    '@nestjs/typeorm',
    '@nestjs/sequelize',
    'typeorm',
    'mongoose',
    'sequelize',
  ],
  ...[
    '@fastify/view',
    '@fastify/static',
    '@fastify/multipart',
    '@grpc/*',
    '@mikro-orm/*-generator',
    '@mikro-orm/seeder',
  ],
];

// What was CommonJS goes on finding what it asks for at run time.
const BANNER = `
import { createRequire as requireOf } from 'node:module';
import { dirname as folderOf } from 'node:path';
const require = requireOf(import.meta.url), __filename = import.meta.filename, __dirname = folderOf(__filename);`;

/** The built program in a few files: most of what a start costs is finding and reading two thousand. */
export async function bundle() {
  rmSync(OUT, { recursive: true, force: true });
  await build({
    ...{ entryPoints: ['dist/src/main.js'], outdir: OUT, bundle: true, splitting: true },
    ...{ platform: 'node', format: 'esm', keepNames: true, external: OUTSIDE, logLevel: 'error' },
    banner: { js: BANNER },
  });
}
