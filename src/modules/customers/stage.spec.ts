import { afterPayment, STAGES } from './stage.js';

describe('afterPayment', () => {
  it('makes everybody paying and sets nobody back', () => {
    expect(STAGES.map(afterPayment)).toEqual([
      'paying',
      'paying',
      'paying',
      'paying',
      'retained',
      'advocate',
      'paying',
    ]);
  });
});
