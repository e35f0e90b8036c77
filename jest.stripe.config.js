import base from './jest.config.js';

/** Stories on Stripe itself, in the test mode of an account of one's own; one after the other. */
export default {
  ...base,
  roots: ['<rootDir>/test/stripe', '<rootDir>/test/billing'],
  // Of billing's own stories those that move no time and order no fault; they run as they are.
  testRegex: ['test/stripe/.*\\.spec\\.ts$', 'test/billing/(payments|refunds)\\.spec\\.ts$'],
  testPathIgnorePatterns: ['/node_modules/'],
  moduleNameMapper: {
    '^\\.\\./support/app\\.js$': '<rootDir>/test/stripe/support/app.ts',
    ...base.moduleNameMapper,
  },
  setupFiles: [...base.setupFiles, '<rootDir>/test/stripe/support/address.js'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
