import type { Redis } from 'ioredis';
import type { Standing, Windows } from './windows.js';

/**
 * One script, one round trip, one hash slot. Who is over the quota gets a block key until the window ends, so that a
 * flood costs a read and no longer writes.
 */
const SCRIPT = `
local blocked = redis.call('PTTL', KEYS[2])
if blocked > 0 then return {tonumber(ARGV[1]) + 1, blocked, 1} end
local hits = redis.call('INCR', KEYS[1])
local ends = redis.call('PTTL', KEYS[1])
if ends < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]); ends = tonumber(ARGV[2]) end
if hits <= tonumber(ARGV[1]) then return {hits, ends, 0} end
redis.call('SET', KEYS[2], 1, 'PX', math.max(ends, 1))
return {hits, ends, 1}`;

/** Windows that all processes share. */
export class RedisWindows implements Windows {
  constructor(private readonly redis: Redis) {}

  async hit(key: string, quota: number, window: number): Promise<Standing> {
    const answer = await this.redis.eval(SCRIPT, 2, `rl:{${key}}:n`, `rl:{${key}}:b`, quota, window);
    const [hits = 0, endsIn = 0, blocked = 0] = answer as number[];
    return { hits, endsIn, blocked: blocked === 1 };
  }
}
