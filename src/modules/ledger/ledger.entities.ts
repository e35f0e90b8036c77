import { LedgerAccount } from './account.entity.js';
import { Checkpoint } from './checkpoint.entity.js';
import { Daily, Rollup } from './daily.entity.js';
import { Entry, Journal } from './journal.entity.js';
import { ProofRun } from './proof-run.entity.js';

export const ledgerEntities = [LedgerAccount, Journal, Entry, Daily, Rollup, Checkpoint, ProofRun];
