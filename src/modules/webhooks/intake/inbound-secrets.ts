import { Injectable } from '@nestjs/common';
import { Clock, seconds } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { open, seal, type SealingKey } from '../../../platform/vault/sealed.js';
import { LabelTaken, NoSuchSecret, UnusableSecret } from './intake.errors.js';

/** A secret a provider signs with; the label is kept with every event it vouched for. */
export interface LabelledSecret {
  readonly label: string;
  readonly secret: string;
}

/** When a secret holds: half-open, so that two overlap while one is rolled. */
export interface SecretSpan {
  readonly label: string;
  readonly starts_at: string;
  readonly ends_at: string | null;
}

export type SecretSource = () => Promise<readonly LabelledSecret[]>;

/** How old the list may be; after a refusal it is read again sooner, so that a new secret counts at once. */
const FRESH = seconds(5);
const FRESH_AFTER_REFUSAL = seconds(1);

/**
 * All secrets by which a delivery may be signed now: of the configuration, of the table (to roll one: add, roll at the
 * provider, let the old one end) and of whoever registers one, as the local sandbox does.
 */
@Injectable()
export class InboundSecrets {
  private readonly sources = new Map<string, SecretSource[]>();
  private readonly read = new Map<string, { readonly at: number; readonly secrets: Promise<LabelledSecret[]> }>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.register('stripe', async () =>
      config.stripe.webhookSecrets.map((secret, index) => ({ label: `env:${index + 1}`, secret })),
    );
  }

  register(provider: string, source: SecretSource): void {
    this.sources.set(provider, [...(this.sources.get(provider) ?? []), source]);
    this.read.delete(provider);
  }

  /** @param refused that none of the known ones fitted */
  of(provider: string, refused = false): Promise<LabelledSecret[]> {
    const now = this.clock.wall().getTime();
    const known = this.read.get(provider);
    if (known && now - known.at < (refused ? FRESH_AFTER_REFUSAL : FRESH)) return known.secrets;

    const secrets = this.collect(provider);
    this.read.set(provider, { at: now, secrets });
    secrets.catch(() => this.read.delete(provider));
    return secrets;
  }

  /**
   * Adds a secret, sealed. It holds from `startsAt` until `endsAt`, if that is known.
   * @throws UnusableSecret, LabelTaken
   */
  async add(provider: string, { label, secret }: LabelledSecret, startsAt: Date, endsAt: Date | null): Promise<void> {
    if (!/^\S+$/.test(secret)) throw new UnusableSecret();
    const id = newId(this.clock.wall());
    const [key] = this.config.encryptionKeys;
    const sealed = seal(key as SealingKey, Buffer.from(secret), placeOf(id));
    const added = await this.database.query(
      `insert into webhooks_inbound_secret (id, provider, label, sealed, starts_at, ends_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (provider, label) do nothing returning id`,
      [id, provider, label, sealed, startsAt, endsAt],
    );
    if (added.length === 0) throw new LabelTaken(label);
    this.read.delete(provider);
  }

  /** From `at` on, nothing signed with it is believed any more. @throws NoSuchSecret where none of the table holds then */
  async end(provider: string, label: string, at: Date): Promise<void> {
    const ended = await this.database.query(
      `update webhooks_inbound_secret set ends_at = $3
       where provider = $1 and label = $2 and (ends_at is null or ends_at > $3) returning id`,
      [provider, label, at],
    );
    if (ended.length === 0) throw new NoSuchSecret(label);
    this.read.delete(provider);
  }

  /** Those of the table, without what they are. */
  spans(provider: string): Promise<SecretSpan[]> {
    return this.database.query<SecretSpan>(
      `select label, starts_at, ends_at from webhooks_inbound_secret where provider = $1 order by starts_at, label`,
      [provider],
    );
  }

  private async collect(provider: string): Promise<LabelledSecret[]> {
    if (!this.sources.has(provider)) return [];
    const given = await Promise.all((this.sources.get(provider) ?? []).map((source) => source()));
    return [...given.flat(), ...(await this.stored(provider))];
  }

  private async stored(provider: string): Promise<LabelledSecret[]> {
    const rows = await this.database.query<{ id: string; label: string; sealed: string }>(
      `select id, label, sealed from webhooks_inbound_secret
       where provider = $1 and starts_at <= $2 and (ends_at is null or ends_at > $2)`,
      [provider, this.clock.wall()],
    );
    return rows.map(({ id, label, sealed }) => ({
      label,
      secret: open(this.config.encryptionKeys, sealed, placeOf(id)).toString(),
    }));
  }
}

function placeOf(id: string): string {
  return `webhooks_inbound_secret.sealed.${id}`;
}
