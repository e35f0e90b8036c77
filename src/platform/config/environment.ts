import { readFileSync } from 'node:fs';
import type { ConfigurationFault } from './config.errors.js';
import { nearestName, slips } from './nearest-name.js';
import type { Variable } from './variable.js';
import { declared, variables, type Settings } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every variable of the table; what cannot be read is a fault and stays unset. */
export function readEnvironment(env: Environment): { settings: Settings; faults: ConfigurationFault[] } {
  const faults = unknownNames(env);
  const settings: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(variables)) settings[key] = valueOf(variable, env, faults);
  return { settings: settings as Settings, faults };
}

function valueOf(variable: Variable, env: Environment, faults: ConfigurationFault[]): unknown {
  const { name, reader, initial, example, secret } = variable;
  const fault = (rule: string) => void faults.push({ name, rule, example });
  const text = textOf(name, env, fault) ?? initial;
  if (text === undefined) return undefined;
  if (secret && text !== text.trim()) return fault('must not begin or end with blanks');

  const value = reader.read(text.trim());
  if (value === undefined) fault(`must be ${reader.rule}`);
  return value;
}

/** The variable itself, or the content of the file that `NAME_FILE` names, as container platforms hand over secrets. */
function textOf(name: string, env: Environment, fault: (rule: string) => void): string | undefined {
  const plain = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return plain;
  if (plain !== undefined) fault(`is given twice, as itself and by ${name}_FILE`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch {
    fault(`the file named by ${name}_FILE cannot be read`);
    return undefined;
  }
}

const known = new Set(declared.flatMap(({ name }) => [name, `${name}_FILE`]));

// A misspelt REVENUE_* would silently leave a safety switch at its default, so it stops the boot.
function unknownNames(env: Environment): ConfigurationFault[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('REVENUE_') && !known.has(name))
    .map((name) => {
      const nearest = nearestName(name, [...known]);
      return { name, rule: `is not a variable of this program${nearest ? `; did you mean ${nearest}?` : ''}` };
    });
}

/** Names one or two slips away from a variable that is not set. Others own the environment too, so these only warn. */
export function nearMisses(env: Environment): string[] {
  const unset = declared.map(({ name }) => name).filter((name) => name.length >= 8 && env[name] === undefined);
  return Object.keys(env)
    .filter((name) => !known.has(name) && !name.startsWith('REVENUE_'))
    .flatMap((name) => {
      const meant = unset.find((one) => slips(name, one) <= 2);
      return meant ? [`${name} is set but not read; did you mean ${meant}?`] : [];
    });
}
