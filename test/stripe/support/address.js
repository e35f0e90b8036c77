// Whoever answers at STRIPE_API_BASE stands in for Stripe in this suite: the sandbox on its own port, to try the stories.
const base = process.env.STRIPE_API_BASE;
const direct = globalThis.fetch;

if (base) {
  globalThis.fetch = (input, init) =>
    direct(typeof input === 'string' ? input.replace('https://api.stripe.com', base.replace(/\/+$/, '')) : input, init);
}
