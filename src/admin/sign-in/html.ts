const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

type Part = Html | string | number | boolean | null | undefined | readonly Part[];

export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** A template whose values are escaped, unless they are made by it too. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(parts.reduce((text, part, index) => text + escaped(values[index - 1]) + part));
}

function escaped(value: Part): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object' && value !== null) return value.map(escaped).join('');
  if (value === undefined || value === null || value === false || value === true) return '';
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
