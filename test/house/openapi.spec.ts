import { ApiDocument } from '../../src/platform/http/api-document.js';
import { startApp, type TestApp } from '../support/app.js';
import { Described } from '../support/described.js';
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

  it.each([
    ['lacks what is promised', 200, { status: 'live' }],
    ['has what nobody knows of', 200, { status: 'live', service: 'revenue-engine', secret: 1 }],
    ['comes with a status nobody knows of', 201, { status: 'live', service: 'revenue-engine' }],
  ])('catches an answer that %s', async (_fault, status, body) => {
    const described = new Described(() => app.nest.get(ApiDocument, { strict: false }).read());

    await expect(described.hold('GET', '/health/live', Response.json(body, { status }))).rejects.toThrow('described');
  });
});
