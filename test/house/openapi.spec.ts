import { startApp, type TestApp } from '../support/app.js';
import { answersOf } from './answers.js';
import { expectKept } from './kept.js';

describe('the description of the API', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app?.close());

  it('says what each route answers, as its type does', () => {
    expectKept('docs/answers.json', `${JSON.stringify(answersOf(), null, 2)}\n`);
  });

  it('stands in docs/openapi.json as the program gives it', async () => {
    const answer = await fetch(`${app.url}/openapi.json`);

    expect(answer.status).toBe(200);
    expectKept('docs/openapi.json', `${JSON.stringify(await answer.json(), null, 2)}\n`);
  });
});
