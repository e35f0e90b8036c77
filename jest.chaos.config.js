import base from './jest.config.js';

/** Real processes, killed and cut off, on a Postgres of the tests' own; one story after the other. */
export default {
  ...base,
  roots: ['<rootDir>/test/chaos'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/chaos/support/begin.js',
  globalTeardown: '<rootDir>/test/chaos/support/end.js',
  testTimeout: 300_000,
  maxWorkers: 1,
};
