import { makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics the platform itself keeps; a module declares its own the same way, beside what it measures. */
export const platformMetrics = [
  makeHistogramProvider({
    name: 'revenue_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['route', 'method', 'status_class'],
    buckets: SECONDS,
  }),
  makeHistogramProvider({
    name: 'database_query_duration',
    help: 'Seconds a statement took, by its first word.',
    labelNames: ['operation'],
    buckets: SECONDS,
  }),
  makeGaugeProvider({ name: 'revenue_http_in_flight', help: 'Requests being answered now, probes aside.' }),
  makeGaugeProvider({
    name: 'revenue_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'role', 'mode'],
  }),
  makeGaugeProvider({
    name: 'revenue_event_loop_lag_seconds',
    help: 'Median delay of the event loop over the last second.',
  }),
  makeCounterProvider({ name: 'revenue_jobs_failures_total', help: 'Runs of a job that failed.', labelNames: ['job'] }),
  makeGaugeProvider({
    name: 'revenue_jobs_lag_seconds',
    help: 'How late the last run of a job began.',
    labelNames: ['job'],
  }),
  makeCounterProvider({
    name: 'revenue_slot_missed_total',
    help: 'Daily slots that ran after their day was over.',
    labelNames: ['job'],
  }),
];
