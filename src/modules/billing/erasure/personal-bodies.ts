import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Tombstones } from '../../customers/index.js';
import { Redactions, type PersonalData } from '../../webhooks/index.js';
import { impersonal, isOfAnother, names, withoutAddresses, type Theirs } from './personal-fields.js';

/** What of provider events is personal, and whose it is. */
@Injectable()
export class PersonalBodies implements PersonalData, OnModuleInit {
  constructor(
    private readonly redactions: Redactions,
    private readonly tombstones: Tombstones,
  ) {}

  onModuleInit(): void {
    this.redactions.register(this);
  }

  async without(bodies: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    const theirs = await this.theirs();
    return bodies.map((body) => rewritten(body.toString('utf8'), theirs));
  }

  async theirs(): Promise<Theirs> {
    const { providerIds, owns } = await this.tombstones.forgotten();
    return {
      isId: (text) => providerIds.has(text),
      isEmail: (text) => owns('email', text),
      isPhone: (text) => owns('phone', text),
    };
  }
}

/** What cannot be read as an event was never folded: if it names them, nothing is kept of it. */
function rewritten(text: string, theirs: Theirs): Buffer | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text.split(/[^\w@.+-]+/).some((word) => names(word, theirs)) ? Buffer.from('{}') : undefined;
  }
  if (!names(body, theirs)) return undefined;
  const left = JSON.stringify((isOfAnother(body, theirs) ? withoutAddresses : impersonal)(body, theirs));
  return left === JSON.stringify(body) ? undefined : Buffer.from(left);
}
