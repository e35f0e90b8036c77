import { HttpException } from '@nestjs/common';
import { OptimisticLockError, UniqueConstraintViolationException } from '@mikro-orm/core';
import { DomainError } from '../../kernel/domain-error.js';
import {
  AddressTooLong,
  BodyTooLarge,
  ConcurrentChange,
  MalformedRequest,
  NotAcceptable,
  RequestTimeout,
  RouteNotFound,
  ServiceOverloaded,
  UnsupportedType,
} from './http.errors.js';

/** The refusal behind an error that was thrown below us, or undefined when it is a defect. */
export function expectedRefusal(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) return ofProtocol(error);
  return ofDatabase(error);
}

const BY_STATUS: Readonly<Record<number, () => DomainError>> = {
  404: () => new RouteNotFound(),
  406: () => new NotAcceptable(),
  408: () => new RequestTimeout(),
  413: () => new BodyTooLarge(),
  414: () => new AddressTooLong(),
  415: () => new UnsupportedType(),
  503: () => new ServiceOverloaded(),
};

function ofProtocol(error: HttpException): DomainError | undefined {
  const status = error.getStatus();
  return BY_STATUS[status]?.() ?? (status < 500 ? new MalformedRequest(error.message) : undefined);
}

const UNIQUE_VIOLATION = '23505';

// Lock or statement timeout, deadlock, serialisation, too many connections, server going away, and no server at all.
const AWAY = /^(55P03|57014|40P01|40001|53300|57P0[123]|08\w{3}|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND)$/;

function ofDatabase(error: unknown): DomainError | undefined {
  if (error instanceof OptimisticLockError || error instanceof UniqueConstraintViolationException) {
    return new ConcurrentChange();
  }
  const code = codeOf(error);
  if (code === UNIQUE_VIOLATION) return new ConcurrentChange();
  return code !== undefined && AWAY.test(code) ? new ServiceOverloaded() : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : codeOf(error.cause);
}
