import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { InvalidRequest, UNKNOWN_MEMBER, type RequestFault } from './http.errors.js';
import { escaped } from './pointer.js';

/** Closed inputs: every fault at once, unknown members included, nothing converted behind the caller's back. */
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      validateCustomDecorators: false,
      exceptionFactory: (errors) => new InvalidRequest(errors.flatMap((error) => faultsOf(error, ''))),
    });
  }
}

function faultsOf(error: ValidationError, parent: string): RequestFault[] {
  const pointer = `${parent}/${escaped(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    pointer,
    ...faultOf(rule, message),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}

/** A rule may put its own code before its message; others are named after themselves. */
function faultOf(rule: string, message: string): { code: string; detail: string } {
  if (rule === 'whitelistValidation') return UNKNOWN_MEMBER;
  const [, code, detail] = /^([a-z-]+\/[a-z-]+): (.*)$/s.exec(message) ?? [];
  if (code && detail) return { code, detail };
  return { code: `request/${rule.replace(/([A-Z])/g, (capital) => `-${capital.toLowerCase()}`)}`, detail: message };
}
