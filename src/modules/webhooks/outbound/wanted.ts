/** Whether an endpoint asks for a type: by its exact name, by `billing.*`, or by `*`. */
export function wants(eventTypes: readonly string[], type: string): boolean {
  return eventTypes.some(
    (one) => one === '*' || one === type || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))),
  );
}

/** Of what is asked for, the first that no event in the catalogue has. */
export function unknownAmong(eventTypes: readonly string[], catalogue: readonly string[]): string | undefined {
  return eventTypes.find((one) => !catalogue.some((type) => wants([one], type)));
}
