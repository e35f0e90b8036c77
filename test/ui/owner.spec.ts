import { SignInLinks } from '../../src/platform/auth/sign-in-link.js';
import { startApp, type TestApp } from '../support/app.js';
import { describeInBrowser, Visitor } from './support/browser.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery' };

describeInBrowser('the first owner', () => {
  let app: TestApp;
  let visitor: Visitor;

  beforeAll(async () => {
    app = await startApp({ backOffice: true });
    visitor = await Visitor.arrive(app.url, { forAxe: true });
  });

  afterAll(async () => {
    await visitor?.leave();
    await app?.close();
  });

  const fill = async () => {
    await visitor.page.getByLabel('E-mail').fill(ADA.email);
    await visitor.page.getByLabel('Password').fill(ADA.password);
  };

  it('is not asked for a password nobody has: the page says where the link is', async () => {
    await visitor.open('/admin/sign-in');
    expect(await visitor.page.locator('form').count()).toBe(0);
    expect(await visitor.page.innerText('main')).toContain('The program printed a link when it started');
    await visitor.shots('sign-in-nobody');
    expect(await visitor.faults()).toEqual([]);
  });

  it('comes in by the link, is made on the Welcome page, and signs in with the password afterwards', async () => {
    const { page } = visitor;
    await visitor.signIn((await app.nest.get(SignInLinks, { strict: false }).issue()) ?? '');
    await fill();
    await page.getByRole('button', { name: 'Create owner' }).click();
    await page.waitForURL('**/admin/revenue');
    await page.click('#sign-out');
    await page.waitForURL('**/admin/sign-in');
    await visitor.shots('sign-in');
    expect(await visitor.faults()).toEqual([]);

    await fill();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin/revenue');
    expect(visitor.complaints).toEqual([]);
  });
});
