import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const SHOTS = process.env['SHOTS'] === 'on';
const BINARY = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Every wait is for something to come true; this is when to stop believing in it, on a machine with much else to do. */
const PATIENCE = 120_000;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A suite that needs a browser: skipped aloud without one, a failure where the pipeline runs. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (existsSync(BINARY)) return describe(name, suite);
  if (process.env['CI']) throw new Error(`There is no browser at ${BINARY}. Set CHROMIUM_BIN.`);
  console.warn(`Skipped without a browser at ${BINARY}: ${name}`);
  return describe.skip(name, suite);
}

/** Runs in each page before its own scripts. */
const LISTENER = `
  document.addEventListener('securitypolicyviolation', (event) => {
    const { dataset } = document.documentElement;
    dataset.violations = String(Number(dataset.violations ?? 0) + 1);
    noteViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(' '));
  });
`;

export type Theme = 'light' | 'dark';

export interface Look {
  readonly width?: number;
  readonly theme?: Theme;
  /** Lets axe be put into the page; a strict policy would refuse it. */
  readonly forAxe?: boolean;
  /** `off` for a browser that runs none. */
  readonly scripts?: 'on' | 'off';
}

/** One person's browser, with everything it complained about. */
export class Visitor {
  readonly complaints: string[] = [];
  page: Page;

  private constructor(
    private readonly context: BrowserContext,
    private readonly folder: string,
    readonly origin: string,
  ) {}

  static async arrive(origin: string, look: Look = {}): Promise<Visitor> {
    const { width = 1440, theme = 'light', forAxe = false, scripts = 'on' } = look;
    const folder = mkdtempSync(join(tmpdir(), 'revenue-ui-'));
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: BINARY,
      args: ARGS,
      timeout: PATIENCE,
      viewport: { width, height: width < 640 ? 844 : 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
      locale: 'en-US',
      bypassCSP: forAxe,
      javaScriptEnabled: scripts === 'on',
    });
    context.setDefaultTimeout(PATIENCE);
    const visitor = new Visitor(context, folder, new URL(origin).origin);
    visitor.page = context.pages()[0] ?? (await context.newPage());
    await visitor.listen();
    return visitor;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
  }

  /** By the link a start prints, and the button behind it. */
  async signIn(link: string): Promise<void> {
    const { pathname, search } = new URL(link);
    await this.open(pathname + search);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL('**/admin/welcome');
  }

  async overview(search = ''): Promise<void> {
    await this.open(`/admin/revenue${search}`);
    await this.page.waitForSelector('.tile .value');
    await this.page.waitForSelector('#movements figcaption');
  }

  /** What axe finds, one line each. */
  async faults(without: readonly string[] = []): Promise<string[]> {
    await this.page.addScriptTag({ content: AXE });
    const found = await this.page.evaluate(async (rules) => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeAnswer> } };
      const answer = await axe.run({ rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])) });
      return answer.violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary}`,
      );
    }, without);
    return found;
  }

  /** A picture for the eye, when asked for by `SHOTS=on`: of the whole page, or of one part. */
  async shot(name: string, part?: string): Promise<void> {
    if (!SHOTS) return;
    const path = `test/ui/shots/${name}.png`;
    if (part) await this.page.locator(part).screenshot({ path, animations: 'disabled' });
    else await this.page.screenshot({ path, fullPage: true, animations: 'disabled' });
  }

  /** The same at each width, light and dark. */
  async shots(name: string): Promise<void> {
    if (!SHOTS) return;
    const size = this.page.viewportSize() ?? { width: 1440, height: 900 };
    for (const width of [390, 768, 1440]) {
      await this.page.setViewportSize({ width, height: size.height });
      for (const colorScheme of ['dark', 'light'] as const) {
        await this.page.emulateMedia({ colorScheme });
        await this.shot(`${name}-${width}-${colorScheme}`);
      }
    }
    await this.page.setViewportSize(size);
  }

  async leave(): Promise<void> {
    await this.context.close();
    // The browser may still be writing its last files.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  private async listen(): Promise<void> {
    const note = (what: string): number => this.complaints.push(what);
    await this.context.exposeFunction('noteViolation', (what: string) => note(`policy: ${what}`));
    await this.context.addInitScript({ content: LISTENER });
    this.page.on('console', (message) => ['error', 'warning'].includes(message.type()) && note(message.text()));
    this.page.on('pageerror', (error) => note(`thrown: ${error.message}`));
    this.page.on('request', (request) => this.isForeign(request.url()) && note(`elsewhere: ${request.url()}`));
    this.page.on('response', (answer) => answer.status() >= 400 && note(`${answer.status()}: ${answer.url()}`));
    this.page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Leaving a page cuts its requests and its stream off.
      if (!why.includes('ERR_ABORTED')) note(`failed: ${request.url()} ${why}`);
    });
  }

  private isForeign(url: string): boolean {
    return /^(https?|wss?):/.test(url) && new URL(url).origin !== this.origin;
  }
}

interface AxeAnswer {
  readonly violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
}
