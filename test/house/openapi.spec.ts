import { startApp, type TestApp } from '../support/app.js';
import { expectKept } from './kept.js';

describe('the description of the API', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app?.close());

  it('stands in docs/openapi.json as the program gives it', async () => {
    const answer = await fetch(`${app.url}/openapi.json`);

    expect(answer.status).toBe(200);
    expectKept('docs/openapi.json', `${JSON.stringify(await answer.json(), null, 2)}\n`);
  });
});
