import { dressed, UnknownAdminPage } from './admin-page.js';

const page = (state: object, extra = ''): string => `
    <!DOCTYPE html>
    <html lang=en>
    <head>
      <script>
        window.REDUX_STATE = ${JSON.stringify(state)};
        window.THEME = {"colors":{"text":"#000"}};
        window.THEME_COMPONENTS = {};
      </script>
      <meta charset="utf-8">
      <link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto:300,400,500,700" type="text/css">
      <script src="/admin/frontend/assets/app.bundle.js"></script>${extra}
    </head>
    <body>
      <div id="app" />
      <script>
        root.render(AdminJS.Application);
      </script>
    </body>
    </html>`;

const dress = {
  nonce: 'abc',
  shell: { initials: '"><script>alert(1)</script>' },
  theme: 'system',
  darkTheme: { colors: { text: '#fff' } },
};

describe('AdminJS’ page, dressed', () => {
  it('keeps a name that would end the script inside the script', () => {
    const html = dressed(page({ session: { name: '</script><script>alert(1)</script>' } }), dress);
    expect(html).not.toContain('</script><script>alert(1)');
    expect(html).toContain('\\u003c/script>\\u003cscript>alert(1)');
  });

  it('escapes the line separators JSON allows and scripts once did not', () => {
    expect(dressed(page({ name: 'a\u2028b\u2029' }), dress)).toContain('a\\u2028b\\u2029');
  });

  it('gives its nonce to the two scripts it knows', () => {
    expect(dressed(page({}), dress).split('<script nonce="abc">')).toHaveLength(3);
  });

  it('refuses a page with a script it does not know', () => {
    expect(() => dressed(page({}, '<script>track()</script>'), dress)).toThrow(UnknownAdminPage);
  });

  it('refuses a page that holds its state elsewhere', () => {
    expect(() => dressed('<html></html>', dress)).toThrow(UnknownAdminPage);
  });

  it('loads nothing from elsewhere', () => {
    expect(dressed(page({}), dress)).not.toContain('googleapis');
  });

  it.each([
    { theme: 'light', starts: '{"colors":{"text":"#000"}}' },
    { theme: 'dark', starts: '((light, dark)' },
    { theme: 'system', starts: `matchMedia('(prefers-color-scheme: dark)')` },
  ])('has the $theme theme in place before the first paint', ({ theme, starts }) => {
    const html = dressed(page({}), { ...dress, theme });
    expect(html).toContain(`window.THEME = ${starts}`);
    expect(html).toContain(`<html lang="en" data-theme="${theme}">`);
  });
});
