import type { Shell } from '../platform/auth/shell.js';
import { filled } from './page-template.js';

const shell: Shell = {
  banner: { kind: 'sandbox', text: 'No <real> money' },
  mode: 'local-sandbox',
  initials: '"><script>',
  csrf: 'token',
};

describe('the page before it is sent', () => {
  it('holds the frame, escaped', () => {
    const page = filled('<meta content="{{shell}}"><p class="{{banner_kind}}">{{banner}}</p>', shell, undefined);
    expect(page).toContain('<p class="sandbox">No &lt;real&gt; money</p>');
    expect(page).not.toContain('<script>');
  });

  it.each([
    { cookie: undefined, theme: 'system' },
    { cookie: 'rvn=a; rvn_theme=dark', theme: 'dark' },
    { cookie: 'rvn_theme=light', theme: 'light' },
    { cookie: 'rvn_theme=red', theme: 'system' },
  ])('has the theme of the cookie $cookie in place before the first paint', ({ cookie, theme }) => {
    expect(filled('{{theme}}', shell, cookie)).toBe(theme);
  });
});
