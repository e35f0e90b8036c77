import { pick } from '../../../../kernel/dice.js';
import { DAY } from './calendar.js';
import type { Source } from './action.js';

export interface Affiliate {
  readonly code: string;
  readonly basisPoints: number;
  /** Visits through the partner's link, by second; a sign-up comes after one of them. */
  readonly clicks: readonly number[];
}

export interface Campaign {
  readonly name: string;
  readonly channel: 'email' | 'search' | 'social';
  readonly at: number;
  /** What it cost, in US cents. */
  readonly costMinor: number;
}

export interface Lead {
  readonly at: number;
  readonly email: string;
  readonly campaign: number | null;
}

/** Everybody around the business who is not (yet) a customer. */
export interface Audience {
  readonly affiliates: readonly Affiliate[];
  readonly campaigns: readonly Campaign[];
  readonly leads: readonly Lead[];
}

const PARTNERS = 5;
const CHANNELS = ['email', 'search', 'social'] as const;

/** Partners with their links, one campaign a month, and leads of which some become customers. */
export class AudienceMaker {
  private readonly clicks: number[][] = Array.from({ length: PARTNERS }, () => []);
  private readonly campaigns: Campaign[];
  private readonly leads: Lead[] = [];

  constructor(
    months: readonly number[],
    private readonly chance: () => number,
  ) {
    this.campaigns = months.map((month, n) => {
      const channel = pick(chance, CHANNELS);
      return { name: `${channel} ${n + 1}`, channel, at: month + 2 * DAY, costMinor: 20_000 + 100 * roll(chance, 600) };
    });
  }

  /** What led to a sign-up; leaves the click or the lead that came before it. */
  sourceOf(who: number, at: number): Source {
    const fate = this.chance();
    const before = at - 600 - roll(this.chance, 5 * DAY);
    if (fate < 0.2) {
      const affiliate = roll(this.chance, PARTNERS);
      this.clicks[affiliate]?.push(before);
      return { affiliate };
    }
    if (fate > 0.55) return {};
    const found = this.campaigns.findLastIndex((campaign) => campaign.at < before);
    const campaign = found < 0 ? null : found;
    this.leads.push({ at: before, email: `lead${who}@example.com`, campaign });
    return { lead: this.leads.length - 1, ...(campaign === null ? {} : { campaign }) };
  }

  /** With those who look and go away again. */
  all(): Audience {
    const affiliates = this.clicks.map((own, n) => ({
      code: `PARTNER${n + 1}`,
      basisPoints: 1_000 + 500 * (n % 3),
      clicks: [...own, ...own.flatMap((at) => [at - 2 * DAY, at + 900])].toSorted((a, b) => a - b),
    }));
    const idle = this.leads.map(({ at, campaign }, n) => ({
      at: at - DAY,
      email: `visitor${n}@example.com`,
      campaign,
    }));
    return { affiliates, campaigns: this.campaigns, leads: [...this.leads, ...idle] };
  }
}

export function roll(chance: () => number, sides: number): number {
  return Math.floor(chance() * sides);
}
