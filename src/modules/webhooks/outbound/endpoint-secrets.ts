import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { open, seal, type SealingKey } from '../../../platform/vault/sealed.js';
import { newSecret } from './signature.js';

/** A secret as it rests. */
export interface SealedSecret {
  readonly id: string;
  readonly sealed: string;
}

/** What deliveries are signed with: shown when made, sealed from then on. */
@Injectable()
export class EndpointSecrets {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** A further secret, in the transaction at hand. @returns it, the only time it can be read */
  async add(endpointId: string): Promise<string> {
    const [id, secret, [key]] = [newId(this.clock.wall()), newSecret(), this.config.encryptionKeys];
    const sealed = seal(key as SealingKey, Buffer.from(secret), placeOf(id));
    await this.database.query(
      'insert into webhooks_endpoint_secret (id, endpoint_id, sealed, created_at) values ($1, $2, $3, $4)',
      [id, endpointId, sealed, this.clock.wall()],
    );
    return secret;
  }

  /** Lets those there are end, unless they end sooner. */
  async endAll(endpointId: string, at: Date): Promise<void> {
    await this.database.query(
      'update webhooks_endpoint_secret set ends_at = least(coalesce(ends_at, $2), $2) where endpoint_id = $1',
      [endpointId, at],
    );
  }

  async living(endpointId: string): Promise<string[]> {
    const rows = await this.database.query<SealedSecret>(
      `select id, sealed from webhooks_endpoint_secret
       where endpoint_id = $1 and (ends_at is null or ends_at > $2) order by ends_at desc nulls first, created_at desc`,
      [endpointId, this.clock.wall()],
    );
    return this.opened(rows);
  }

  opened(secrets: readonly SealedSecret[]): string[] {
    return secrets.map(({ id, sealed }) => open(this.config.encryptionKeys, sealed, placeOf(id)).toString());
  }
}

function placeOf(id: string): string {
  return `webhooks_endpoint_secret.sealed.${id}`;
}
