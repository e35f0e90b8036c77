import { escaped } from './pointer.js';

/** An object or array that is open at this place of the text. */
class Level {
  private readonly names = new Set<string>();
  private name = '';
  private index = 0;

  /** Whether a text here is the name of a member. */
  expectsName: boolean;

  constructor(private readonly isObject: boolean) {
    this.expectsName = isObject;
  }

  /** Whether the member is new to the object. */
  enter(name: string): boolean {
    this.name = name;
    this.expectsName = false;
    return this.names.size < this.names.add(name).size;
  }

  next(): void {
    this.index += 1;
    this.expectsName = this.isObject;
  }

  get step(): string {
    return `/${this.isObject ? escaped(this.name) : this.index}`;
  }
}

/**
 * The pointer of the first member that an object has twice, in text that is known to be JSON. `JSON.parse` keeps the
 * last one silently, so that two readers of one body could see two different amounts.
 */
export function duplicateMember(json: string): string | undefined {
  const levels: Level[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    const level = levels.at(-1);
    if (sign === '{' || sign === '[') levels.push(new Level(sign === '{'));
    else if (sign === '}' || sign === ']') levels.pop();
    else if (sign === ',') level?.next();
    if (sign !== '"') continue;

    const end = endOfString(json, at);
    const isNew = !level?.expectsName || level.enter(JSON.parse(json.slice(at, end)) as string);
    if (!isNew) return levels.map(({ step }) => step).join('');
    at = end - 1;
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
