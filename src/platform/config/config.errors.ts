/** What is wrong with one variable, in words a person at a terminal can act on. Never holds the value. */
export interface ConfigurationFault {
  readonly name: string;
  readonly rule: string;
  readonly example?: string | undefined;
}

/** Everything that is wrong with the environment, told at once. The process ends with exit code 78 (EX_CONFIG). */
export class ConfigurationFaults extends Error {
  static readonly exitCode = 78;

  constructor(readonly faults: readonly ConfigurationFault[]) {
    super(['The configuration cannot be used:', ...faults.map(inWords)].join('\n'));
    this.name = 'ConfigurationFaults';
  }
}

function inWords({ name, rule, example }: ConfigurationFault): string {
  return `  ${name}: ${rule}${example === undefined ? '' : ` (for example ${name}=${example})`}`;
}
