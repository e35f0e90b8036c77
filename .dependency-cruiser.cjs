/**
 * The borders of the house. `docs/decisions/0001-floors.md` says why; `test/house/borders.spec.ts` proves that each rule
 * can fail. Floors, bottom up:
 *
 *   kernel <- platform <- integrations <- modules <- admin <- dashboard <- app.module, mikro-orm.config <- main, cli
 */

/** Which modules a module may ask, by its index. Whoever is not named here it may only hear. */
const MAY_ASK = {
  customers: [],
  ledger: [],
  webhooks: [],
  audit: [],

  billing: ['customers', 'ledger', 'webhooks'],
  payouts: ['ledger', 'webhooks'],

  affiliates: ['customers', 'ledger', 'billing', 'payouts'],
  content: ['customers', 'ledger', 'billing', 'payouts'],
  marketplace: ['customers', 'ledger', 'billing', 'payouts'],
  leads: ['customers'],
  marketing: ['customers'],

  analytics: [],
  notifications: ['customers'],
  optimization: ['analytics'],
};

/** Analytics owns no money: it asks these two only as witnesses, where its proofs compare its facts with theirs. */
const WITNESSES = ['ledger', 'billing'];
const PROOFS = '^src/modules/analytics/(.*proof|analytics\\.module\\.ts$)';

const FLOORS = [
  { name: 'kernel', path: '^src/kernel/' },
  { name: 'platform', path: '^src/platform/' },
  { name: 'integrations', path: '^src/integrations/' },
  { name: 'modules', path: '^src/modules/' },
  { name: 'admin', path: '^src/admin/' },
  { name: 'dashboard', path: '^src/dashboard/' },
  { name: 'composition', path: '^src/(?!main\\.)[^/]+\\.ts$' },
  { name: 'doors', path: '^src/(main\\.ts$|cli/)' },
];

const SWITCH = '^src/integrations/stripe/sandbox/validation/loading\\.ts$';

const SPEC = '\\.spec\\.ts$';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const asksUpwards = FLOORS.slice(0, -1).map((floor, index) =>
  forbid(
    `${floor.name}-asks-nobody-above`,
    'A floor knows only those below it. Tell up by an event, or register with something below.',
    { path: floor.path },
    { path: FLOORS.slice(index + 1).map(({ path }) => path) },
  ),
);

const moduleTable = Object.entries(MAY_ASK).map(([module, lower]) =>
  forbid(
    `module-${module}-asks-only-its-own`,
    `${module} may ask: ${lower.join(', ') || 'no module'}. Everything else it hears as an event.`,
    { path: `^src/modules/${module}/`, ...(module === 'analytics' ? { pathNot: PROOFS } : {}) },
    { path: '^src/modules/', pathNot: `^src/modules/(${[module, ...lower].join('|')})/` },
  ),
);

module.exports = {
  forbidden: [
    ...asksUpwards,
    ...moduleTable,
    forbid(
      'module-is-in-the-table',
      'A new module gets its line in MAY_ASK before its first import.',
      { path: '^src/modules/[^/]+/', pathNot: `^src/modules/(${Object.keys(MAY_ASK).join('|')})/` },
      { path: '' },
    ),
    forbid(
      'analytics-proofs-ask-their-witnesses-only',
      `The proofs of analytics may ask ${WITNESSES.join(' and ')}, nobody else.`,
      { path: PROOFS },
      { path: '^src/modules/', pathNot: `^src/modules/(analytics|${WITNESSES.join('|')})/` },
    ),
    forbid(
      'kernel-imports-nothing',
      'The kernel is pure TypeScript; of the machine it takes hashes and random bytes.',
      { path: '^src/kernel/', pathNot: SPEC },
      { pathNot: '^src/kernel/|^(node:)?crypto$' },
    ),
    forbid(
      'integration-knows-only-itself',
      'One folder an outside system.',
      { path: '^src/integrations/([^/]+)/' },
      { path: '^src/integrations/', pathNot: '^src/integrations/$1/' },
    ),
    forbid(
      'enter-a-module-by-its-index',
      'What index.ts does not export is nobody else’s business.',
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    ),
    forbid(
      'enter-a-module-from-above-by-its-index',
      'Only the ORM config and the back office may also read the list of entities.',
      { path: '^src/', pathNot: '^src/(modules|admin)/|^src/mikro-orm\\.config\\.ts$' },
      { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    ),
    forbid(
      'admin-and-orm-enter-by-index-or-entities',
      'A module’s doors are index.ts and, for these two, <module>.entities.ts.',
      { path: '^src/admin/|^src/mikro-orm\\.config\\.ts$' },
      { path: '^src/modules/', pathNot: '^src/modules/([^/]+)/(index|[^/]+\\.entities)\\.ts$' },
    ),
    forbid(
      'dashboard-takes-the-policy-only',
      'Who may see what is decided in one place; the rest of the back office is its own.',
      { path: '^src/dashboard/' },
      { path: '^src/admin/', pathNot: '^src/admin/policy\\.ts$' },
    ),
    forbid(
      'browser-code-stands-alone',
      'What runs in a browser is served, not imported: it cannot pull the server in.',
      { path: '^src/(dashboard/page|admin/components)/', pathNot: SPEC },
      { path: '^src/', pathNot: '^src/(dashboard/page|admin/components)/' },
    ),
    forbid(
      'server-imports-no-browser-code',
      'The server serves the built page; it never runs it.',
      { path: '^src/', pathNot: '^src/(dashboard/page|admin/components)/' },
      { path: '^src/(dashboard/page|admin/components)/' },
    ),
    forbid(
      'entity-knows-kernel-and-its-own',
      'An aggregate decides by itself: no platform, no service, no HTTP.',
      { path: '^src/modules/.+\\.entity\\.ts$' },
      { path: '^src/(platform|integrations)/|\\.(service|controller|dto|job|module)\\.ts$' },
    ),
    forbid(
      'errors-and-events-are-plain',
      'Refusals and events are words: they know the kernel and the nouns they speak of.',
      { path: '^src/modules/.+\\.(errors|events)\\.ts$' },
      { path: '^src/(platform|integrations)/|\\.(service|controller|dto|job|module|queries)\\.ts$' },
    ),
    forbid(
      'nobody-asks-a-controller',
      'HTTP is the outermost layer of a module: only its wiring names a controller.',
      { path: '^src/', pathNot: `\\.module\\.ts$|/index\\.ts$|\\.controller\\.ts$|${SPEC}` },
      { path: '\\.controller\\.ts$' },
    ),
    forbid(
      'migrations-stand-alone',
      'A migration is history: code that changes later must not change what it did.',
      { path: '^migrations/' },
      { path: '^(src|test)/' },
    ),
    forbid(
      'source-knows-no-tests',
      'Tests look at the house, not the other way round.',
      {
        path: '^(src|migrations)/',
        pathNot: SPEC,
      },
      { path: `^(test|bench|tools)/|${SPEC}` },
    ),
    forbid(
      'no-dev-dependency-at-run-time',
      'The image is installed without development packages. One switch of development loads its own, and says so where they are not.',
      { path: '^(src|migrations)/', pathNot: `${SPEC}|^src/(dashboard/page|admin/components)/|${SWITCH}` },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    ),
    forbid(
      'no-unlisted-package',
      'What is imported stands in package.json. Components of the back office take React from AdminJS, whose page they run in.',
      { pathNot: '^src/admin/components/' },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
      },
    ),
    forbid('no-dead-import', 'It does not resolve.', {}, { couldNotResolve: true }),
    forbid('no-cycles', 'A cycle means a tell was written as an ask, or two files are one.', {}, { circular: true }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
