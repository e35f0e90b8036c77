/**
 * AdminJS' client sends no token with its requests: this adds it to those that go to our own server, and the theme
 * and sign-out follow the same rule.
 */
(() => {
  const meta = document.querySelector('meta[name=shell]');
  const csrf = meta ? JSON.parse(meta.content).csrf : '';
  const isOurs = (url) => new URL(url, location.href).origin === location.origin;

  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function openWithToken(method, url, ...rest) {
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
