import { parse } from 'yaml';
import { filesOf, textOf } from './source.js';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly mem_limit?: string;
  readonly restart?: string;
  readonly healthcheck?: object;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
  readonly targets: readonly { readonly expr: string }[];
}

const metrics = new Set(
  filesOf(['src']).flatMap(({ text }) =>
    [...text.matchAll(/'((?:revenue|webhook)_[a-z_]+)'/g)].map(([, name]) => name),
  ),
);
const rules = (parse(textOf('prometheus/rules/revenue.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const boards = filesOf(['grafana/dashboards'], /\.json$/).map(
  ({ text }) => JSON.parse(text) as { uid: string; panels: Panel[]; templating: { list: { name: string }[] } },
);

/** The metrics a query asks for; labels and functions are not. */
function metricsIn(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(by|without) *\([^)]*\)/g, ' ');
  return [...bare.matchAll(/\b(?:revenue|webhook)_[a-z_]+\b/g)].map(([name]) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  );
}

describe('an alert', () => {
  it.each(rules)(
    '$alert is about a metric that exists, says who is meant and what it means',
    ({ expr, labels, annotations }) => {
      expect(metricsIn(expr).filter((name) => !metrics.has(name))).toEqual([]);
      expect(labels).toMatchObject({ severity: expect.stringMatching(/^(page|ticket)$/), owner: expect.any(String) });
      expect(annotations).toMatchObject({ summary: expect.any(String), description: expect.stringContaining('{{') });
    },
  );

  it('is seen on a board as well', () => {
    const shown = new Set(
      boards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)))),
    );

    expect(rules.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each([
    { alert: 'IntentUnknown', severity: 'page', about: 'revenue_intents_unresolved{kind="unknown"}' },
    { alert: 'IntentUnresolved', severity: 'ticket', about: 'revenue_intents_unresolved{kind!="unknown"}' },
    {
      alert: 'ReconciliationNotRun',
      severity: 'page',
      about: 'revenue_reconciliation_behind_seconds) > 7 * 24 * 3600',
    },
    { alert: 'InvariantViolated', severity: 'page', about: 'revenue_invariant_violations' },
  ])('$alert is a $severity', ({ alert, severity, about }) => {
    const rule = rules.find((one) => one.alert === alert);

    expect(rule).toMatchObject({ expr: expect.stringContaining(about), labels: { severity } });
  });

  it('would be caught asking for a metric nobody keeps', () => {
    expect(metricsIn('sum by (job) (rate(revenue_wishes_total{x="revenue_a_b"}[5m]))')).toEqual([
      'revenue_wishes_total',
    ]);
    expect(metrics.has('revenue_wishes_total')).toBe(false);
  });
});

describe('a board', () => {
  it('has an address and panels of its own', () => {
    const uids = boards.map(({ uid }) => uid);

    expect(uids).toEqual([...new Set(uids)]);
    expect(uids).not.toEqual([]);
    for (const { panels } of boards) {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      expect(overlapsIn(panels)).toEqual([]);
    }
  });

  it.each(boards.flatMap(({ panels }) => panels))(
    'shows "$title" with a unit, in words, from metrics that exist',
    (panel) => {
      expect(panel.description).toMatch(/Good: /);
      expect(panel.fieldConfig.defaults.unit).toEqual(expect.any(String));
      expect(panel.targets.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !metrics.has(name))).toEqual([]);
    },
  );

  it('names only variables it has', () => {
    for (const board of boards) {
      const known = board.templating.list.map(({ name }) => name);
      const named = [...JSON.stringify(board.panels).matchAll(/\$\{?([a-z]+)\}?/g)].map(([, name]) => name);

      expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    }
  });

  it('would be caught laying one panel over another', () => {
    const at = (x: number): Panel => ({ title: `at ${x}`, gridPos: { x, y: 0, w: 6, h: 5 } }) as Panel;

    expect(overlapsIn([at(0), at(6)])).toEqual([]);
    expect(overlapsIn([at(0), at(5)])).toEqual(['at 0 / at 5']);
  });
});

function overlapsIn(panels: readonly Panel[]): string[] {
  return panels.flatMap((one, index) =>
    panels.slice(index + 1).flatMap((other) => {
      const [a, b] = [one.gridPos, other.gridPos];
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      return apart ? [] : [`${one.title} / ${other.title}`];
    }),
  );
}

describe('the compose file', () => {
  const { services } = parse(textOf('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };

  it('starts the engine in its roles, what it stands on, and what watches it', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'redis', 'migrate', 'api', 'worker', 'prometheus', 'grafana']);
  });

  it.each(Object.entries(services))('%s is held in', (name, service) => {
    expect(weaknessesOf(name, service)).toEqual([]);
  });

  it('would be caught opening a door', () => {
    const open = { image: 'postgres', ports: ['5432:5432'], restart: 'always' };

    expect(weaknessesOf('postgres', open)).toEqual([
      'may gain privileges',
      'has no limit of memory',
      'has no health check',
      'is of no fixed version',
      'listens to the world',
      'publishes a database',
    ]);
    expect(weaknessesOf('api', { ...services['api'], read_only: false, cap_drop: [] })).toEqual([
      'may write to its disk',
      'keeps capabilities',
    ]);
  });
});

function weaknessesOf(name: string, service: Service): string[] {
  const { ports = [], image = '' } = service;
  const oneShot = service.restart === 'no';
  return Object.entries({
    'may gain privileges': !service.security_opt?.includes('no-new-privileges:true'),
    'has no limit of memory': service.mem_limit === undefined,
    'has no health check': !oneShot && service.healthcheck === undefined,
    'is of no fixed version': !/:[^:]+$/.test(image) || image.endsWith(':latest'),
    'listens to the world': ports.some((port) => !port.startsWith('127.0.0.1:')),
    'publishes a database': /postgres|redis/.test(name) && ports.length > 0,
    'may write to its disk': service.build !== undefined && service.read_only !== true,
    'keeps capabilities': service.build !== undefined && !service.cap_drop?.includes('ALL'),
  }).flatMap(([weakness, is]) => (is ? [weakness] : []));
}

describe('the image', () => {
  const lines = textOf('Dockerfile').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('runs as nobody in particular, on what the lock file names, without development packages', () => {
    expect(last).toContain('USER 10001');
    expect(last.findIndex((line) => line.startsWith('USER'))).toBeLessThan(
      last.findIndex((line) => line.startsWith('CMD')),
    );
    expect(lines.filter((line) => /npm (install|i)\b/.test(line))).toEqual([]);
    expect(lines.some((line) => line.includes('npm ci --omit=dev'))).toBe(true);
  });

  it('carries no secret and copies only what it needs', () => {
    expect(lines.filter((line) => /^(ENV|ARG) .*(KEY|SECRET|PASSWORD|PEPPER|TOKEN|URL)/.test(line))).toEqual([]);
    expect(lines.filter((line) => /^COPY (\.|\*)/.test(line))).toEqual([]);
    const [all, ...admitted] = textOf('.dockerignore').trim().split('\n');
    expect(all).toBe('*');
    const copied = lines
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1))
      .filter((path) => !admitted.some((one) => `${path}/`.startsWith(`${one.slice(1)}/`)));
    expect(copied).toEqual([]);
  });
});
