import base from './jest.config.js';

/** The screens in a real browser; what they load has to be built first, which the setup does. */
export default {
  ...base,
  roots: ['<rootDir>/test/ui'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/ui/support/build.js',
  // Above what a single wait may take, so that a wait that fails says what it waited for.
  testTimeout: 400_000,
};
