import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { patient } from '../../platform/database/silent-connections.js';
import { Proofs } from '../../platform/ops/proofs.js';
import { identity } from './identity-proof.js';
import { Knowledge } from './knowledge.service.js';
import { BalanceWitness, money } from './money-proof.js';
import { replay } from './replay-proof.js';
import { rollUps } from './roll-up-proof.js';

/** Hands the proofs of this module to those who run proofs. */
@Injectable()
export class AnalyticsProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly proofs: Proofs,
    private readonly knowledge: Knowledge,
    private readonly witness: BalanceWitness,
  ) {}

  onModuleInit(): void {
    const { witness } = this;
    const sql = patient(this.database);
    const policy = () => this.knowledge.policy();
    const now = () => this.clock.now();
    const behind = () => this.knowledge.behind();
    this.proofs.register(
      'A1 movements lead from the start to the value of the subscriptions in force',
      identity(sql, policy, now),
      { also: ['I09', 'I10'] },
    );
    this.proofs.register('A3 sums by day are the sums of their rows', rollUps(sql), { also: ['I09'] });
    this.proofs.register('A4 money facts come to the balances of the books', money(sql, witness, { now, behind }));
    this.proofs.register('A6 movements read again in any order are the rows that stand', replay(sql, policy), {
      also: ['I10'],
    });
  }
}
