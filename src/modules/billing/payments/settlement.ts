import { splitMinor } from '../../../kernel/money.js';
import { Period } from '../../../kernel/period.js';
import type { Reduction } from './posting.js';

/** A line of what was sold: net of discount and tax, earned over its period if it was still running when invoiced. */
export interface SoldLine {
  readonly net: number;
  /** Absent: earned at once. */
  readonly earnedOver?: Period;
}

export interface Sale {
  readonly currency: string;
  readonly lines: readonly SoldLine[];
  readonly taxes: readonly { readonly rate: string; readonly minor: number }[];
  /** What credit notes took back beside refunds. */
  readonly credited?: readonly RefundFact[];
}

export interface RefundFact {
  readonly id: string;
  readonly minor: number;
  readonly at: Date;
}

/**
 * What each refund takes back, oldest first: the tax part in proportion, the net part over the lines, each line's part
 * over what was earned and unearned of it at that instant. All of them at once, so that a refund which surfaces late
 * reshapes the ones after it.
 */
export function settle(sale: Sale, refunds: readonly RefundFact[]): Map<string, Reduction> {
  const lines = sale.lines.map((line) => ({ ...line, reducedEarned: 0, reducedUnearned: 0 }));
  const result = new Map<string, Reduction>();
  for (const refund of refunds.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))) {
    const { net, tax } = partsOf(refund.minor, sale);
    const weights = lines.map(({ net: of, reducedEarned, reducedUnearned }) =>
      Math.max(0, of - reducedEarned - reducedUnearned),
    );
    const shares = weights.some(Boolean) ? splitMinor(net, weights) : lines.map((_, index) => (index === 0 ? net : 0));
    let [earned, unearned] = [lines.length === 0 ? net : 0, 0];
    lines.forEach((line, index) => {
      const [fromEarned, fromUnearned] = splitLine(line, shares[index] ?? 0, refund.at);
      line.reducedEarned += fromEarned;
      line.reducedUnearned += fromUnearned;
      earned += fromEarned;
      unearned += fromUnearned;
    });
    result.set(refund.id, { earned, unearned, tax });
  }
  return result;
}

/** The tax of a refund is `amount x tax / gross`, half a unit away from zero, split over the rates by largest remainder. */
function partsOf(minor: number, { lines, taxes }: Sale): { net: number; tax: { rate: string; minor: number }[] } {
  const tax = taxes.reduce((sum, one) => sum + one.minor, 0);
  const gross = lines.reduce((sum, one) => sum + one.net, 0) + tax;
  if (tax === 0 || gross === 0) return { net: minor, tax: [] };
  const taxPart = Number((BigInt(minor) * BigInt(tax) * 2n + BigInt(gross)) / (2n * BigInt(gross)));
  const parts = splitMinor(
    taxPart,
    taxes.map((one) => one.minor),
  );
  return { net: minor - taxPart, tax: taxes.map(({ rate }, index) => ({ rate, minor: parts[index] ?? 0 })) };
}

function splitLine(
  line: SoldLine & { reducedEarned: number; reducedUnearned: number },
  share: number,
  at: Date,
): [number, number] {
  if (share === 0) return [0, 0];
  const earned = earnedThrough(line, at);
  const weights = [Math.max(0, earned - line.reducedEarned), Math.max(0, line.net - earned - line.reducedUnearned)];
  if (!weights.some(Boolean)) return [share, 0];
  const [fromEarned = 0, fromUnearned = 0] = splitMinor(share, weights);
  return [fromEarned, fromUnearned];
}

/** Cumulative and half a unit away from zero, so that the last day closes the line exactly (ledger: recognition). */
export function earnedThrough({ net, earnedOver }: SoldLine, at: Date): number {
  if (!earnedOver || at >= earnedOver.endsAt) return net;
  if (at <= earnedOver.startsAt) return 0;
  const total = BigInt(earnedOver.milliseconds);
  const elapsed = BigInt(at.getTime() - earnedOver.startsAt.getTime());
  const sign = net < 0 ? -1n : 1n;
  return Number(sign * ((sign * BigInt(net) * elapsed * 2n + total) / (2n * total)));
}
