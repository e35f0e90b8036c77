import { Controller, Get, HttpCode, Logger, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../platform/auth/access.js';
import { ProofRuns, type LastResult } from './proof-run.service.js';

/** The proofs of all modules: a run may take a minute on large books. */
@ApiTags('ledger')
@Controller('ledger/proofs')
@Scope('ledger:read')
export class ProofController {
  private readonly log = new Logger('proofs');

  constructor(private readonly runs: ProofRuns) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ operationId: 'ledger.proofs.run', summary: 'Set off a run of all proofs' })
  start(): { status: 'running' } {
    this.runs.start((error) => this.log.error(error));
    return { status: 'running' };
  }

  @Get()
  @ApiOperation({ operationId: 'ledger.proofs.list', summary: 'Show what each proof said when it was last asked' })
  async last() {
    const results = await this.runs.last();
    return {
      ok: results.every(({ ok }) => ok),
      status: this.runs.isRunning ? 'running' : 'idle',
      data: results.map(proofView),
    };
  }
}

function proofView({ ranAt, ...result }: LastResult) {
  return { ...result, ran_at: ranAt.toISOString() };
}
