import { escaped } from './pointer.js';

interface Level {
  readonly names: Set<string> | undefined;
  name: string;
  index: number;
}

/**
 * The pointer of the first member that an object has twice, in text that is known to be JSON. `JSON.parse` keeps the
 * last one silently, so that two readers of one body could see two different amounts.
 */
export function duplicateMember(json: string): string | undefined {
  const levels: Level[] = [];
  let expectsName = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    const level = levels.at(-1);
    if (sign === '"') {
      const end = endOfString(json, at);
      if (expectsName && level?.names) {
        level.name = JSON.parse(json.slice(at, end)) as string;
        if (level.names.has(level.name)) return pointerOf(levels);
        level.names.add(level.name);
        expectsName = false;
      }
      at = end - 1;
    } else if (sign === '{' || sign === '[') {
      levels.push({ names: sign === '{' ? new Set() : undefined, name: '', index: 0 });
      expectsName = sign === '{';
    } else if (sign === '}' || sign === ']') {
      levels.pop();
      expectsName = false;
    } else if (sign === ',' && level) {
      level.index += 1;
      expectsName = level.names !== undefined;
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function pointerOf(levels: readonly Level[]): string {
  return levels.map(({ names, name, index }) => `/${names ? escaped(name) : index}`).join('');
}
