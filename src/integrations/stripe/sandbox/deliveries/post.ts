import * as http from 'node:http';
import * as https from 'node:https';
import { seconds } from '../../../../kernel/clock.js';
import { SILENCE, type Send } from './postman.js';

const OPEN = { keepAlive: true };
const WAYS = {
  'http:': { request: http.request, agent: new http.Agent(OPEN) },
  'https:': { request: https.request, agent: new https.Agent(OPEN) },
};

/** Posts over connections that stay open: what `fetch` costs a post is more than what the receiver makes of it. */
export const post: Send = async (url, { headers, body }) => {
  const target = URL.parse(url);
  const way = WAYS[target?.protocol as keyof typeof WAYS];
  return target && way ? posted(way, target, { headers, body }) : SILENCE;
};

function posted(
  way: (typeof WAYS)[keyof typeof WAYS],
  url: URL,
  letter: { headers: Record<string, string>; body: string },
): Promise<number> {
  return new Promise((resolve) => {
    const headers = { ...letter.headers, 'content-length': Buffer.byteLength(letter.body) };
    const request = way.request(url, { method: 'POST', agent: way.agent, headers, timeout: seconds(20) });
    request.on('response', (response) => {
      response.on('error', () => resolve(SILENCE));
      response.on('end', () => resolve(response.statusCode ?? SILENCE)).resume();
    });
    request.on('timeout', () => request.destroy());
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The receiver had hung up just before: nothing was taken, and on a line of its own it will be.
      const wasHungUp = request.reusedSocket && error.code === 'ECONNRESET';
      resolve(wasHungUp ? posted(way, url, letter) : SILENCE);
    });
    request.end(letter.body);
  });
}
