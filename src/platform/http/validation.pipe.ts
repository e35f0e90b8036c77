import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { brokenRules } from './broken-rules.js';
import { InvalidRequest, type RequestFault } from './http.errors.js';
import { escaped } from './pointer.js';

const NOT_AN_OBJECT = { pointer: '', code: 'request/not-an-object', detail: 'The body must be a JSON object.' };

/** Closed inputs: every fault at once, unknown members included, nothing converted behind the caller's back. */
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      validateCustomDecorators: false,
      // The rules of a member stand with its class: without it nobody could say what the limits are.
      validationError: { target: true, value: false },
      exceptionFactory: (errors) => new InvalidRequest(errors.flatMap((error) => faultsOf(error, ''))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata) && !isObject(value))
      throw new InvalidRequest([NOT_AN_OBJECT]);
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (metadata.type !== 'query' || !(error instanceof InvalidRequest)) throw error;
      throw new InvalidRequest(error.errors.map((fault) => ({ ...fault, pointer: `?${fault.pointer.slice(1)}` })));
    }
  }
}

function faultsOf(error: ValidationError, parent: string): RequestFault[] {
  const pointer = `${parent}/${escaped(error.property)}`;
  const own = brokenRules(error).map((fault) => ({ pointer, ...fault }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}

/** What was not sent at all has no members, and may need none. */
function isObject(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
