/**
 * AdminJS' client sends no token with its requests: this adds it to those that go to our own server, and the theme
 * and sign-out follow the same rule.
 */
(() => {
  const meta = document.querySelector('meta[name=shell]');
  const csrf = meta ? JSON.parse(meta.content).csrf : '';
  const isOurs = (url) => new URL(url, location.href).origin === location.origin;

  const { prototype } = XMLHttpRequest;
  const open = Object.getOwnPropertyDescriptor(prototype, 'open').value;
  prototype.open = function openWithToken(method, url, ...rest) {
    open.call(this, method, url, ...rest);
    if (isOurs(url)) this.setRequestHeader('x-csrf-token', csrf);
  };

  const send = window.fetch;
  window.fetch = (input, init = {}) => {
    if (typeof input !== 'string' || !isOurs(input)) return send(input, init);
    const headers = new Headers(init.headers);
    headers.set('x-csrf-token', csrf);
    return send(input, { ...init, headers });
  };
})();

/** AdminJS leaves some things without a name for those who do not see them: they get one as they appear. */
(() => {
  const PAGES = { first: 'First page', previous: 'Previous page', next: 'Next page', last: 'Last page' };

  const name = (element, text) => {
    if (text && !element.hasAttribute('aria-label')) element.setAttribute('aria-label', text);
  };

  const describeTitles = () => {
    document.querySelector('[data-css=app-content]')?.setAttribute('role', 'main');
    for (const title of document.querySelectorAll('.adminjs_H2, .adminjs_H3')) {
      title.setAttribute('role', 'heading');
      title.setAttribute('aria-level', title.matches('.adminjs_H2') ? '1' : '2');
    }
    // Without the count beside it.
    const page = document.querySelector('.adminjs_H2')?.firstChild?.textContent;
    const named = page ? `${page} · Revenue Engine` : 'Revenue Engine';
    if (document.title !== named) document.title = named;
  };

  const describePages = () => {
    for (const link of document.querySelectorAll('.adminjs_PaginationLink')) {
      name(link, PAGES[link.dataset.testid] ?? `Page ${link.textContent.trim()}`);
      if (link.matches('.current')) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };

  const describeControls = () => {
    for (const input of document.querySelectorAll('input, select, textarea')) {
      if (input.labels?.length === 0) name(input, input.name.replace(/^filter-/, '') || input.placeholder || 'Value');
    }
    for (const button of document.querySelectorAll('button:not([aria-label]), a[role=button]:not([aria-label])')) {
      if (!button.textContent.trim()) name(button, button.title || 'More');
    }
  };

  const describe = () => {
    describeTitles();
    describePages();
    describeControls();
  };

  new MutationObserver(describe).observe(document.documentElement, { childList: true, subtree: true });
  describe();
})();

// The frame follows the system's theme by itself; the design system inside it is dressed once, with the page.
if (document.documentElement.dataset.theme === 'system') {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
}
