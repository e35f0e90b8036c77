import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Folds } from '../fold.js';
import { describeBody } from '../inbox/described.js';
import { InboxMetrics } from '../inbox/inbox.metrics.js';
import { rowOf, unreadableRow, type Carried } from '../inbox/new-row.js';
import { verdictOn, type Here } from '../inbox/verdict.js';
import { API_VERSION } from './api-version.js';
import { Arrivals, type Arrival } from './arrivals.js';

export interface Received {
  readonly received: true;
  readonly duplicate?: true;
}

const RECEIVED: Received = { received: true };
const AGAIN: Received = { received: true, duplicate: true };

/** A signed body becomes a durable row. Nothing that is validly signed is ever refused. */
@Injectable()
export class Intake {
  private readonly log = new Logger('intake');
  private readonly here: Here;
  private readonly payPalIsLive: boolean;
  private readonly toldOf = new Set<string>();

  constructor(
    private readonly arrivals: Arrivals,
    private readonly clock: Clock,
    private readonly metrics: InboxMetrics,
    folds: Folds,
    config: Config,
  ) {
    this.payPalIsLive = config.paypal.environment === 'live';
    this.here = {
      livemode: config.mode === 'live',
      apiVersion: API_VERSION,
      folds: (objectKey) => folds.of(objectKey) !== undefined,
    };
  }

  async receive(carried: Carried): Promise<Received> {
    const arrival = this.read(carried);
    const filed = await this.arrivals.file(arrival);
    if (filed === 'new') return RECEIVED;
    if (filed === 'duplicate') {
      this.metrics.duplicates.inc();
      return AGAIN;
    }
    this.metrics.conflicts.inc();
    const { provider, externalId } = arrival.row;
    this.log.error({ msg: 'a second body came under a known id', provider, event_id: externalId });
    return RECEIVED;
  }

  private read(carried: Carried): Arrival {
    const event = describeBody(carried.provider, carried.body, this.payPalIsLive);
    if (!event) return { row: unreadableRow(this.clock.wall(), carried) };

    const verdict = verdictOn(event, this.here);
    const skipped = verdict.status === 'skipped' ? verdict : undefined;
    if (skipped?.reason === 'other_api_version') this.tellOnce(event.apiVersion ?? 'none');
    const wanted = skipped?.refetch ? (event.bearerKey ?? event.objectKey) : undefined;
    return { row: rowOf(event, verdict, carried), wanted };
  }

  private tellOnce(version: string): void {
    this.metrics.otherVersions.inc({ version });
    if (this.toldOf.has(version)) return;
    this.toldOf.add(version);
    this.log.warn({ msg: `events come in API version ${version}; this program reads ${API_VERSION}` });
  }
}
