import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { expectedRefusal } from '../../../platform/http/expected.js';
import { internalProblem, problemOf, type ProblemAnswer } from '../../../platform/http/problem.js';
import { Defects } from '../../../platform/ops/defects.js';
import { Deliveries, type Delivery } from './deliveries.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/** What a delivery is answered outside the router: the same words, problems and headers as inside. */
@Injectable()
export class IntakeAnswers {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly defects: Defects,
    config: Config,
  ) {
    this.headers = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-billing-mode': config.mode,
    };
  }

  async to(delivery: Delivery, path: string, requestId: string): Promise<Answer> {
    try {
      const received = await this.deliveries.receive(delivery);
      return this.answer(200, 'application/json; charset=utf-8', received, requestId);
    } catch (error) {
      const { status, headers, body } = this.problem(error, path, requestId);
      return this.answer(status, 'application/problem+json', body, requestId, headers);
    }
  }

  private problem(error: unknown, path: string, requestId: string): ProblemAnswer {
    const refusal = expectedRefusal(error);
    if (refusal) return problemOf(refusal, path, requestId);
    this.defects.report(error, { request_id: requestId, method: 'POST', route: '/webhooks/:provider' });
    return internalProblem(path, requestId);
  }

  private answer(status: number, type: string, body: object, requestId: string, more: object = {}): Answer {
    const text = JSON.stringify(body);
    const length = Buffer.byteLength(text);
    const own = { 'content-type': type, 'content-length': length, 'x-request-id': requestId };
    return { status, headers: { ...this.headers, ...more, ...own }, text };
  }
}
