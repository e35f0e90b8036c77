/** Left out of a bundle: what is loaded late or never, or is not installed; other servers, stores and drivers frameworks know of. */
export const OUTSIDE = [
  ...[
    '@electric-sql/pglite',
    '@sentry/node',
    'adminjs',
    '@adminjs/*',
    'pg-native',
    'pino-pretty',
    'class-transformer/storage',
    'ajv',
    'ioredis',
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
