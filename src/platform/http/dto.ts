import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { currencyOf } from '../../kernel/currency.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Money } from '../../kernel/money.js';
import type { Fault } from './broken-rules.js';

export const AMOUNT_PATTERN = '^-?\\d{1,15}(\\.\\d{1,3})?$';

/** Major units as they stand on the wire; `Money.parse(amount, currency)` makes money of it. */
export type AmountInput = number | string;

/**
 * An amount in major units, a number or a decimal string. Digits are held against the currency that stands beside it
 * in the same object; where none does, the use case knows it and refuses by itself.
 * @param beside the member that holds the currency
 */
export function IsAmount({ beside = 'currency', positive = true } = {}): PropertyDecorator {
  return applyDecorators(
    rule('isAmount', (value, { object }) => {
      const given = (object as Record<string, unknown>)[beside];
      return amountFault(value, typeof given === 'string' ? given : undefined, positive);
    }),
    ApiProperty({
      oneOf: [{ type: 'number' }, { type: 'string', pattern: AMOUNT_PATTERN }],
      description: "Major units of the currency, a number or a decimal string with at most the currency's digits.",
      example: 97,
    }),
  );
}

/** An ISO 4217 code, read in either case; arrives in lower case. */
export function IsCurrency(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    rule('isCurrency', (value) => refusalOf(() => currencyOf(String(value)))),
    ApiProperty({ type: 'string', description: 'ISO 4217 code, in either case.', example: 'usd' }),
  );
}

/** May be absent, but is not cleared: `null` meets the member's other rules, where `IsOptional` lets it pass. */
export function IsOmittable(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ApiPropertyOptional(),
  );
}

const KEY = /^[A-Za-z0-9_-]{1,40}$/;

/** At most 50 members of text, kept for the client and never interpreted. `null` removes one in a PATCH. */
export function IsMetadata(): PropertyDecorator {
  return applyDecorators(
    rule('isMetadata', (value) => {
      const members =
        typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
      const ok = members?.every(
        ([key, one]) => KEY.test(key) && (one === null || (typeof one === 'string' && one.length <= 500)),
      );
      const detail =
        'Metadata is an object of at most 50 texts of at most 500 characters, keyed by letters, digits, _ and -.';
      return ok && members && members.length <= 50 ? undefined : { code: 'request/is-metadata', detail };
    }),
    ApiProperty({
      type: 'object',
      additionalProperties: { type: 'string', maxLength: 500 },
      description: 'Kept for you and never interpreted.',
    }),
  );
}

function amountFault(value: unknown, currency: string | undefined, positive: boolean): Fault | undefined {
  const shape = typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value));
  if (!shape)
    return { code: 'money/not-an-amount', detail: 'An amount is a number or a decimal string, in major units.' };
  if (positive && Number(value) <= 0)
    return { code: 'money/not-positive', detail: 'The amount must be more than zero.' };
  if (currency === undefined) return undefined;

  const fault = refusalOf(() => Money.parse(value, currency));
  return fault?.code === 'money/unknown-currency' ? undefined : fault;
}

function refusalOf(attempt: () => unknown): Fault | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, detail: error.message };
    throw error;
  }
}

/** A rule whose fault has a code of its own. class-validator carries a message only, so the code stands before it. */
export function rule(
  name: string,
  check: (value: unknown, at: ValidationArguments) => Fault | undefined,
): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown, at) => at !== undefined && check(value, at) === undefined,
      defaultMessage: (at) => (at ? coded(check(at.value, at)) : ''),
    },
  });
}

function coded(fault: Fault | undefined): string {
  return fault ? `${fault.code}: ${fault.detail}` : '';
}
