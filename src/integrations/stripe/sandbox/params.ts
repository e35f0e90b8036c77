import { currencyIn } from './currencies.js';
import type { FormTree, FormValue } from './form.js';
import { invalid, parameterMissing } from './sandbox.errors.js';

/**
 * The parameters of one call. Each is taken by name and type; what nobody took is unknown to the route,
 * and `left` names it. An empty string reads as absent for the plain types, and as `null` where it clears.
 */
export class Params {
  private readonly taken = new Set<string>();

  constructor(
    private readonly tree: FormTree,
    private readonly prefix = '',
    /** The caller names no version of the API, and so may say what only older ones take. */
    readonly isOlder = false,
  ) {}

  has(name: string): boolean {
    return this.take(name) !== undefined;
  }

  isText(name: string): boolean {
    return typeof this.take(name) === 'string';
  }

  text(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw invalid(`Invalid string: ${this.named(name)}`, { param: this.named(name) });
    return value;
  }

  /** @throws parameter_missing */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw parameterMissing(this.named(name));
    return value;
  }

  /** In lower case. @throws for one that Stripe does not know */
  currency(name = 'currency'): string | undefined {
    const given = this.text(name);
    return given === undefined ? undefined : currencyIn(given, this.named(name));
  }

  /** @throws parameter_missing */
  requiredCurrency(name = 'currency'): string {
    return currencyIn(this.required(name), this.named(name));
  }

  whole(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(text)) {
      throw invalid(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param: this.named(name) });
    }
    return Number(text);
  }

  /** @throws parameter_missing */
  requiredWhole(name: string): number {
    this.required(name);
    return this.whole(name) ?? 0;
  }

  /** A number with a fraction, as percentages are. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,12}(\.\d{1,12})?$/.test(text)) {
      throw invalid(`Invalid decimal: ${text}`, { code: 'parameter_invalid_integer', param: this.named(name) });
    }
    return Number(text);
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') throw invalid(`Invalid boolean: ${text}`, { param: this.named(name) });
    return text === 'true';
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const choice = choices.find((one) => one === text);
    if (choice === undefined) {
      throw invalid(`Invalid ${this.named(name)}: must be one of ${choices.join(', ')}`, { param: this.named(name) });
    }
    return choice;
  }

  /** An empty string clears all keys. */
  metadata(name = 'metadata'): Record<string, string> | undefined {
    const value = this.take(name);
    if (value === undefined || value === '') return value === undefined ? undefined : {};
    if (typeof value === 'string') throw invalid('Invalid hash', { param: this.named(name) });
    return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : '']));
  }

  texts(name: string): string[] | undefined {
    const value = this.take(name);
    if (value === undefined || value === '') return undefined;
    if (!Array.isArray(value)) throw invalid('Invalid array', { param: this.named(name) });
    return value.map(String);
  }

  below(name: string): Params | undefined {
    const value = this.take(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid object', { param: this.named(name) });
    return new Params(value, this.named(name), this.isOlder);
  }

  /** A hash as it was given, to be read when its time comes. */
  plain(name: string): FormTree | undefined {
    const value = this.take(name);
    return value === undefined || value === '' ? undefined : hash(value);
  }

  each(name: string): Params[] | undefined {
    const value = this.take(name);
    if (value === undefined || value === '') return undefined;
    if (!Array.isArray(value)) throw invalid('Invalid array', { param: this.named(name) });
    return value.map((one, index) => new Params(hash(one), `${this.named(name)}[${index}]`, this.isOlder));
  }

  /** What a hash holds by currency, each value an object of its own. */
  byCurrency<T>(read: (value: Params) => T): Record<string, T> {
    const named = Object.keys(this.tree).map((name) => [currencyIn(name, this.prefix), this.below(name)] as const);
    return Object.fromEntries(
      named.flatMap(([name, value]) => {
        const result = value && ([name, read(value)] as const);
        value?.done();
        return result ? [result] : [];
      }),
    );
  }

  /** Known, allowed and without meaning here: taken so that it is not refused. */
  ignore(...names: string[]): void {
    for (const name of names) this.taken.add(name);
  }

  /** Everything that was given, as it was given. */
  get asked(): FormTree {
    return this.tree;
  }

  /** The first parameter nobody took, spelled as the caller did. */
  get left(): string | undefined {
    const name = Object.keys(this.tree).find((key) => !this.taken.has(key));
    return name === undefined ? undefined : this.named(name);
  }

  /** @throws parameter_unknown for anything a nested object holds beyond what was taken */
  done(): void {
    if (this.left !== undefined) throw unknown(this.left);
  }

  private take(name: string): FormValue | undefined {
    this.taken.add(name);
    return this.tree[name];
  }

  private named(name: string): string {
    return this.prefix === '' ? name : `${this.prefix}[${name}]`;
  }
}

function unknown(param: string): Error {
  return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
}

function hash(value: FormValue): FormTree {
  if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid object');
  return value;
}
