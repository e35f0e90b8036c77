import { HttpException } from '@nestjs/common';
import { OptimisticLockError, UniqueConstraintViolationException } from '@mikro-orm/core';
import { DomainError } from '../../kernel/domain-error.js';
import { isCrossed, isRepeated, isStoreGone, isStoreShort } from '../database/store-fault.js';
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
export function expectedRefusal(error: unknown, bodyLimit?: number): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) return ofProtocol(error, bodyLimit);
  return ofDatabase(error);
}

const BY_STATUS: Readonly<Record<number, (bodyLimit: number | undefined) => DomainError>> = {
  404: () => new RouteNotFound(),
  406: () => new NotAcceptable(),
  408: () => new RequestTimeout(),
  413: (bodyLimit) => new BodyTooLarge(bodyLimit),
  414: () => new AddressTooLong(),
  415: () => new UnsupportedType(),
  503: () => new ServiceOverloaded(),
};

function ofProtocol(error: HttpException, bodyLimit: number | undefined): DomainError | undefined {
  const status = error.getStatus();
  return BY_STATUS[status]?.(bodyLimit) ?? (status < 500 ? new MalformedRequest() : undefined);
}

function ofDatabase(error: unknown): DomainError | undefined {
  if (error instanceof OptimisticLockError || error instanceof UniqueConstraintViolationException) {
    return new ConcurrentChange();
  }
  if (isRepeated(error)) return new ConcurrentChange();
  return isStoreGone(error) || isStoreShort(error) || isCrossed(error) ? new ServiceOverloaded() : undefined;
}
