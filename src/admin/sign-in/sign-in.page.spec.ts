import { signInPage } from './sign-in.page.js';

const SURROUNDINGS = { theme: 'system', banner: undefined } as never;

describe('the sign-in page', () => {
  it.each([
    ['the link that was printed, where one is', 'link', 'The program printed a link'],
    ['the command, where none is printed', 'command', 'revenue -- admin create'],
  ] as const)('names %s', (_name, way, words) => {
    const page = signInPage('/admin', way, SURROUNDINGS);
    expect(page).toContain('Nobody has an account here yet.');
    expect(page).toContain(words);
    expect(page).not.toContain('<form');
  });

  it('asks for the password once there is an owner', () => {
    const page = signInPage('/admin', undefined, SURROUNDINGS);
    expect(page).not.toContain('Nobody has an account');
    expect(page).toContain('name="password"');
  });
});
