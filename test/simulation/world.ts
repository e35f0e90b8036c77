import type { World } from '../../src/integrations/stripe/sandbox/simulation/stage.js';
import type { TestApp } from '../support/app.js';

/** An application as the stage of a story. */
export function worldOf(app: TestApp): World {
  return {
    stripe: app.stripe,
    api: async (method, path, body) => {
      const response = await app.send(method, path, body);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    advance: (to) => app.sandbox.advance({ to }),
    settle: () => app.settle(),
    say: () => undefined,
  };
}
