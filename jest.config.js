export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testPathIgnorePatterns: ['/node_modules/', '/test/ui/', '/test/chaos/', '/test/stripe/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  setupFiles: ['<rootDir>/test/setup.js'],
  testTimeout: 120_000,
  // Each application holds a whole Postgres in memory; a worker that has grown is replaced between files.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
