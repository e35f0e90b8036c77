import { Injectable, type OnModuleInit } from '@nestjs/common';
import { minutes } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Checkpoints } from './checkpoints.js';
import { ProofRuns } from './proof-run.service.js';

/** What keeps an eye on the books. The roll-up is a loop of the worker. */
@Injectable()
export class LedgerJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly checkpoints: Checkpoints,
    private readonly proofRuns: ProofRuns,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'ledger.seal', every: minutes(10), run: () => this.checkpoints.sealAll() });
    this.jobs.register({
      name: 'ledger.proofs',
      every: minutes(15),
      run: async () => {
        await this.proofRuns.run();
      },
    });
  }
}
