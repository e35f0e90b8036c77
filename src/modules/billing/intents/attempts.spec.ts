import { minutes, seconds } from '../../../kernel/clock.js';
import { waitAfter } from './attempts.service.js';

describe('the wait before a call is tried again', () => {
  it.each([
    { attempts: 1, wait: seconds(1) },
    { attempts: 4, wait: seconds(8) },
    { attempts: 11, wait: minutes(10) },
    { attempts: 500, wait: minutes(10) },
  ])('is $wait ms after attempt $attempts, or up to half of that less', ({ attempts, wait }) => {
    expect(waitAfter(attempts, 0)).toBe(wait);
    expect(waitAfter(attempts, 1)).toBe(wait / 2);
  });
});
