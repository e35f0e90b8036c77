import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hours } from '../../kernel/clock.js';
import { Jobs } from '../jobs/jobs.js';
import { KeptAnswers } from './kept-answers.js';

/** Answers are kept for 7 days under their key; then the key may mean something else. */
@Injectable()
export class ExpireAnswers implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly answers: KeptAnswers,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'expire-answers',
      every: hours(1),
      run: async () => void (await this.answers.dropExpired()),
    });
  }
}
