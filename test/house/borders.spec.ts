import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const rules = (createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] }).forbidden.map(
  ({ name }) => name,
);

/** A house is files by path; each imports what its value names. */
type House = Record<string, string[]>;

const SOUND: House = {
  'src/kernel/money.ts': ['node:crypto'],
  'src/kernel/clock.ts': [],
  'src/kernel/period.ts': ['src/kernel/clock.ts'],
  'src/platform/http/door.ts': ['src/kernel/money.ts', 'rxjs'],
  'src/integrations/stripe/client.ts': ['src/platform/http/door.ts'],
  'src/modules/ledger/index.ts': ['src/modules/ledger/journal.entity.ts'],
  'src/modules/ledger/journal.entity.ts': ['src/kernel/money.ts'],
  'src/modules/ledger/ledger.entities.ts': ['src/modules/ledger/journal.entity.ts'],
  'src/modules/billing/index.ts': ['src/modules/billing/payment.service.ts'],
  'src/modules/billing/payment.service.ts': ['src/modules/ledger/index.ts', 'src/integrations/stripe/client.ts'],
  'src/modules/analytics/index.ts': ['src/kernel/money.ts'],
  'src/modules/analytics/mrr.proof.ts': ['src/modules/ledger/index.ts', 'src/modules/billing/index.ts'],
  'src/admin/policy.ts': ['src/kernel/money.ts'],
  'src/admin/resources/journal.resource.ts': ['src/modules/ledger/ledger.entities.ts'],
  'src/dashboard/stream.controller.ts': ['src/admin/policy.ts', 'src/modules/analytics/index.ts'],
  'src/dashboard/page/page.ts': [],
  'src/mikro-orm.config.ts': ['src/modules/ledger/ledger.entities.ts'],
  'src/app.module.ts': ['src/modules/billing/index.ts'],
  'src/main.ts': ['src/app.module.ts'],
  'migrations/Migration1_first.ts': ['rxjs'],
  'test/ledger/story.spec.ts': ['src/app.module.ts', 'jest'],
};

/** For each rule the one import that it must catch. */
const TRESPASSES: Record<string, [from: string, to: string]> = {
  'kernel-asks-nobody-above': ['src/kernel/money.ts', 'src/platform/http/door.ts'],
  'platform-asks-nobody-above': ['src/platform/http/door.ts', 'src/modules/billing/index.ts'],
  'integrations-asks-nobody-above': ['src/integrations/stripe/client.ts', 'src/modules/billing/index.ts'],
  'modules-asks-nobody-above': ['src/modules/billing/payment.service.ts', 'src/admin/policy.ts'],
  'admin-asks-nobody-above': ['src/admin/policy.ts', 'src/dashboard/stream.controller.ts'],
  'dashboard-asks-nobody-above': ['src/dashboard/stream.controller.ts', 'src/app.module.ts'],
  'composition-asks-nobody-above': ['src/app.module.ts', 'src/main.ts'],
  'module-customers-asks-only-its-own': ['src/modules/customers/person.ts', 'src/modules/ledger/index.ts'],
  'module-ledger-asks-only-its-own': ['src/modules/ledger/journal.entity.ts', 'src/modules/billing/index.ts'],
  'module-webhooks-asks-only-its-own': ['src/modules/webhooks/inbox.ts', 'src/modules/billing/index.ts'],
  'module-audit-asks-only-its-own': ['src/modules/audit/chain.ts', 'src/modules/ledger/index.ts'],
  'module-billing-asks-only-its-own': ['src/modules/billing/payment.service.ts', 'src/modules/analytics/index.ts'],
  'module-payouts-asks-only-its-own': ['src/modules/payouts/batch.ts', 'src/modules/billing/index.ts'],
  'module-affiliates-asks-only-its-own': ['src/modules/affiliates/partner.ts', 'src/modules/analytics/index.ts'],
  'module-content-asks-only-its-own': ['src/modules/content/article.ts', 'src/modules/analytics/index.ts'],
  'module-marketplace-asks-only-its-own': ['src/modules/marketplace/seller.ts', 'src/modules/analytics/index.ts'],
  'module-leads-asks-only-its-own': ['src/modules/leads/lead.ts', 'src/modules/billing/index.ts'],
  'module-marketing-asks-only-its-own': ['src/modules/marketing/campaign.ts', 'src/modules/billing/index.ts'],
  'module-analytics-asks-only-its-own': ['src/modules/analytics/index.ts', 'src/modules/ledger/index.ts'],
  'module-notifications-asks-only-its-own': ['src/modules/notifications/notice.ts', 'src/modules/billing/index.ts'],
  'module-optimization-asks-only-its-own': ['src/modules/optimization/advice.ts', 'src/modules/billing/index.ts'],
  'module-is-in-the-table': ['src/modules/loyalty/points.ts', 'src/kernel/money.ts'],
  'analytics-proofs-ask-their-witnesses-only': ['src/modules/analytics/mrr.proof.ts', 'src/modules/customers/index.ts'],
  'kernel-imports-nothing': ['src/kernel/money.ts', 'rxjs'],
  'integration-knows-only-itself': ['src/integrations/paypal/client.ts', 'src/integrations/stripe/client.ts'],
  'enter-a-module-by-its-index': ['src/modules/billing/payment.service.ts', 'src/modules/ledger/journal.entity.ts'],
  'enter-a-module-from-above-by-its-index': [
    'src/dashboard/stream.controller.ts',
    'src/modules/ledger/journal.entity.ts',
  ],
  'admin-and-orm-enter-by-index-or-entities': ['src/mikro-orm.config.ts', 'src/modules/ledger/journal.entity.ts'],
  'dashboard-takes-the-policy-only': ['src/dashboard/stream.controller.ts', 'src/admin/resources/journal.resource.ts'],
  'browser-code-stands-alone': ['src/dashboard/page/page.ts', 'src/kernel/money.ts'],
  'server-imports-no-browser-code': ['src/dashboard/stream.controller.ts', 'src/dashboard/page/page.ts'],
  'entity-knows-kernel-and-its-own': ['src/modules/ledger/journal.entity.ts', 'src/platform/http/door.ts'],
  'errors-and-events-are-plain': ['src/modules/ledger/journal.errors.ts', 'src/platform/http/door.ts'],
  'nobody-asks-a-controller': ['src/modules/billing/payment.service.ts', 'src/modules/billing/payment.controller.ts'],
  'migrations-stand-alone': ['migrations/Migration1_first.ts', 'src/kernel/money.ts'],
  'source-knows-no-tests': ['src/modules/billing/payment.service.ts', 'test/ledger/story.spec.ts'],
  'no-dev-dependency-at-run-time': ['src/modules/billing/payment.service.ts', 'jest'],
  'no-unlisted-package': ['src/modules/billing/payment.service.ts', 'smuggled'],
  'no-dead-import': ['src/modules/billing/payment.service.ts', 'src/modules/billing/gone.ts'],
  'no-cycles': ['src/kernel/clock.ts', 'src/kernel/period.ts'],
};

describe('the borders of the house', () => {
  it('let a sound house be', () => {
    expect(trespassesIn(SOUND)).toEqual([]);
  });

  it('each have a trespass that must be caught', () => {
    expect(Object.keys(TRESPASSES).toSorted()).toEqual(rules.toSorted());
  });

  it('catch every one of them', () => {
    const caught = new Set(trespassesIn(broken()).map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`));

    const expected = Object.entries(TRESPASSES).map(([rule, [from, to]]) => `${rule}: ${from} -> ${resolved(to)}`);
    expect(expected.filter((trespass) => !caught.has(trespass))).toEqual([]);
  });
});

/** The sound house with all trespasses built in. */
function broken(): House {
  const house: House = { ...SOUND };
  for (const [from, to] of Object.values(TRESPASSES)) {
    house[from] = [...(house[from] ?? []), to];
    if (to.includes('/') && !to.endsWith('gone.ts')) house[to] ??= [];
  }
  return house;
}

/** As the cruiser names it. */
function resolved(to: string): string {
  if (to.endsWith('gone.ts')) return specifier('src/modules/billing/payment.service.ts', to);
  return to.includes('/') ? to : `node_modules/${to}/index.js`;
}

function trespassesIn(house: House): { rule: string; from: string; to: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'borders-'));
  try {
    build(folder, house);
    const roots = ['src', 'migrations', 'test'];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [CRUISER, ...roots, '--config', CONFIG, '--output-type', 'json'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 },
    );
    if (!stdout) throw new Error(stderr);
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    };
    return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function build(folder: string, house: House): void {
  write(
    folder,
    'package.json',
    JSON.stringify({ dependencies: { rxjs: '1.0.0' }, devDependencies: { jest: '1.0.0' } }),
  );
  write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext' } }));
  for (const name of ['rxjs', 'jest', 'smuggled']) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, 'module.exports = {};');
  }
  for (const [path, imports] of Object.entries(house)) {
    const lines = imports.map(
      (to, index) => `import * as part${index} from '${specifier(path, to)}';\nvoid part${index};`,
    );
    write(folder, path, [...lines, 'export const here = true;'].join('\n'));
  }
}

function specifier(from: string, to: string): string {
  if (!to.includes('/')) return to;
  return '../'.repeat(from.split('/').length - 1) + to.replace(/\.ts$/, '.js');
}

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
