import { Logger } from '@nestjs/common';
import { Counter, Gauge, Histogram, register, type Metric } from 'prom-client';

/** The registry is the process's, and more than one app may live in a process: each metric is made once. */
function once<M extends Metric>(name: string, make: () => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make();
}

export function counter(name: string, help: string, labelNames: string[] = []): Counter {
  return once(name, () => new Counter({ name, help, labelNames }));
}

export function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
  return once(name, () => new Gauge({ name, help, labelNames }));
}

/** @param buckets upper bounds, in the unit of the metric */
export function histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
  return once(name, () => new Histogram({ name, help, buckets, labelNames }));
}

/** A value of a gauge, and what it is the value of. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const samplers = new Map<string, () => Promise<readonly Sample[]>>();

/**
 * A gauge that is read whenever it is looked at, so that no process goes on showing what was true when it last worked.
 * The app that came last is asked; one that cannot answer gives no sample and spoils no other metric.
 * @returns ends the asking
 */
export function sampledGauge(
  { name, help, labelNames }: { name: string; help: string; labelNames: string[] },
  sample: () => Promise<readonly Sample[]>,
): () => void {
  samplers.set(name, sample);
  once(
    name,
    () =>
      new Gauge({
        name,
        help,
        labelNames,
        async collect() {
          const samples = await samplesOf(name);
          this.reset();
          for (const { labels, value } of samples) this.set(labels, value);
        },
      }),
  );
  return () => void (samplers.get(name) === sample && samplers.delete(name));
}

async function samplesOf(name: string): Promise<readonly Sample[]> {
  try {
    return (await samplers.get(name)?.()) ?? [];
  } catch (error) {
    new Logger('metrics').warn(`${name} could not be sampled: ${String(error)}`);
    return [];
  }
}
