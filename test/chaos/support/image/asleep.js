// What a process that is made into an image finds in place of what an image cannot hold, or must not share.
import crypto from 'node:crypto';
import module from 'node:module';
import { isAsleep, postponing } from './postponed.js';

for (const kind of ['DateTimeFormat', 'NumberFormat', 'ListFormat', 'RelativeTimeFormat']) {
  const Real = Intl[kind];
  Intl[kind] = Object.assign(
    postponing(() => Real),
    { supportedLocalesOf: Real.supportedLocalesOf },
  );
}

// Bytes do as well as the key made of them.
const { createSecretKey, randomUUID } = crypto;
crypto.createSecretKey = (key) => (isAsleep() ? key : createSecretKey(key));

// Those drawn ahead would be the same in every life.
crypto.randomUUID = () => randomUUID({ disableEntropyCache: true });

// Files are not read while an image is made; whoever looks for one that may be missing goes on without it.
const { createRequire } = module;
module.createRequire = (from) => {
  const require = (name) => {
    if (isAsleep()) throw Object.assign(new Error(`${name} is not part of the image.`), { code: 'MODULE_NOT_FOUND' });
    return createRequire(from)(name);
  };
  return Object.assign(require, { resolve: (name) => createRequire(from).resolve(name) });
};
