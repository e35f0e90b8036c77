const codes = new WeakMap<object, string>();

/** Kept for the request's log line: the code its problem had. */
export function rememberErrorCode(request: object, code: string): void {
  codes.set(request, code);
}

export function errorCodeOf(request: object): string | undefined {
  return codes.get(request);
}
