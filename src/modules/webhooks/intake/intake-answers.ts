import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { expectedRefusal } from '../../../platform/http/expected.js';
import { internalProblem, problemOf, type ProblemAnswer } from '../../../platform/http/problem.js';
import { Defects } from '../../../platform/ops/defects.js';
import { Deliveries, type Delivery } from './deliveries.js';

export interface Answer {
  readonly status: number;
  /** Names and values in turn, as the server writes them. */
  readonly headers: string[];
  readonly text: string;
}

/** What a delivery is answered outside the router: the same words, problems and headers as inside. */
@Injectable()
export class IntakeAnswers {
  private readonly headers: readonly string[];

  constructor(
    private readonly deliveries: Deliveries,
    private readonly defects: Defects,
    { mode }: Config,
  ) {
    this.headers = ['cache-control', 'no-store', 'x-content-type-options', 'nosniff', 'x-billing-mode', mode];
  }

  async to(delivery: Delivery, path: string, requestId: string): Promise<Answer> {
    try {
      const text = JSON.stringify(await this.deliveries.receive(delivery));
      return { status: 200, headers: this.headersOf('application/json; charset=utf-8', text, requestId), text };
    } catch (error) {
      const { status, headers, body } = this.problem(error, path, requestId);
      const text = JSON.stringify(body);
      const own = this.headersOf('application/problem+json', text, requestId);
      return { status, headers: [...own, ...Object.entries(headers).flat()], text };
    }
  }

  private problem(error: unknown, path: string, requestId: string): ProblemAnswer {
    const refusal = expectedRefusal(error);
    if (refusal) return problemOf(refusal, path, requestId);
    this.defects.report(error, { request_id: requestId, method: 'POST', route: '/webhooks/:provider' });
    return internalProblem(path, requestId);
  }

  private headersOf(type: string, text: string, requestId: string): string[] {
    const length = String(Buffer.byteLength(text));
    return [...this.headers, 'x-request-id', requestId, 'content-type', type, 'content-length', length];
  }
}
