import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { built } from '../platform/http/built.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.eot': 'application/vnd.ms-fontobject',
};

interface Asset {
  readonly body: Buffer;
  readonly gzipped: (() => Promise<Buffer>) | undefined;
  readonly type: string;
  readonly tag: string;
}

/** Every file a page may load, each a route of its own: nothing is looked up by a name from outside. */
export function mountAssets(fastify: FastifyInstance): void {
  for (const [route, path] of files()) {
    const asset = read(path);
    fastify.get(route, (request, reply) => serve(asset, request, reply));
  }
}

export function assetRoutes(): string[] {
  return [...files().keys()];
}

function files(): Map<string, string> {
  const page = built('page');
  return new Map([
    ...readdirSync(page)
      .filter((name) => TYPES[extname(name)] !== undefined)
      .map((name): [string, string] => [`/admin/page/${name}`, join(page, name)]),
    ...adminFiles().map(([name, path]): [string, string] => [`/admin/frontend/assets/${name}`, path]),
  ]);
}

/** AdminJS' own, always the small ones, and our components bundled ahead. */
function adminFiles(): [string, string][] {
  const require = createRequire(import.meta.url);
  const own = join(dirname(require.resolve('adminjs')), 'lib/frontend/assets');
  return [
    ['icomoon.css', join(own, 'styles/icomoon.css')],
    ...['eot', 'svg', 'ttf', 'woff'].map((kind): [string, string] => [
      `icomoon.${kind}`,
      join(own, `fonts/icomoon.${kind}`),
    ]),
    ['app.bundle.js', join(own, 'scripts/app-bundle.production.js')],
    ['global.bundle.js', join(own, 'scripts/global-bundle.production.js')],
    ['design-system.bundle.js', built('adminjs-bundle/design-system.js')],
    ['components.bundle.js', built('adminjs-bundle/bundle.js')],
  ];
}

function read(path: string): Asset {
  const body = readFileSync(path);
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  return {
    body,
    gzipped: /^(text|image\/svg)/.test(type) ? once(() => compress(body)) : undefined,
    type,
    tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}

const compress = promisify(gzip);

/** When the first browser wants it: a start need not wait for it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function serve({ body, gzipped, type, tag }: Asset, request: FastifyRequest, reply: FastifyReply) {
  void reply.headers({ etag: tag, 'cache-control': 'no-cache', vary: 'accept-encoding', 'content-type': type });
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  if (gzipped && (request.headers['accept-encoding'] ?? '').includes('gzip')) {
    return reply.header('content-encoding', 'gzip').send(await gzipped());
  }
  return reply.send(body);
}
