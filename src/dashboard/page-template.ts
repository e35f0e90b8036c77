import type { Shell } from '../platform/auth/shell.js';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Fills `{{name}}` places of the page, escaped for text and attributes alike. */
export function filled(template: string, shell: Shell, cookie: string | undefined): string {
  const values: Record<string, string> = {
    theme: /(?:^|;\s*)rvn_theme=(light|dark)\b/.exec(cookie ?? '')?.[1] ?? 'system',
    shell: JSON.stringify(shell),
    banner: shell.banner?.text ?? '',
    banner_kind: shell.banner?.kind ?? 'none',
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => escaped(values[name] ?? ''));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
