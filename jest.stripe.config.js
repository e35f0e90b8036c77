import base from './jest.config.js';

/** Stories on Stripe itself, in the test mode of an account of one's own; one after the other. */
export default {
  ...base,
  roots: ['<rootDir>/test/stripe'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [...base.setupFiles, '<rootDir>/test/stripe/support/address.js'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
