import type { OpenAPIObject } from '@nestjs/swagger';

interface Line {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scope: string;
  readonly description: string;
  readonly parameters: readonly string[];
  readonly body: readonly string[];
}

/** The API on one page, readable without a script. */
export function docsPage(document: OpenAPIObject): string {
  const groups = byTag(document);
  const index = [...groups.keys()].map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(' ');
  const sections = [...groups].map(
    ([tag, lines]) =>
      `<section id="${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>${lines.map(article).join('')}</section>`,
  );
  const head = `<p>${escapeHtml(document.info.description ?? '')}</p><p>The same for programs: <a href="/openapi.json">openapi.json</a>. Refusals: <a href="/docs/problems">problems</a>.</p>`;
  return page(`${document.info.title} ${document.info.version}`, `${head}<nav>${index}</nav>${sections.join('')}`);
}

/** Any page of the documentation. Its style is a file, so that the page needs no exception in the policy of contents. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/docs/style.css"></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}

function byTag(document: OpenAPIObject): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      const tag = operation.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), lineOf(document, path, method, operation)]);
    }
  }
  return groups;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly 'x-scope'?: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; description?: string }[];
  readonly requestBody?: { content?: Record<string, { schema?: { $ref?: string } }> };
}

function lineOf(document: OpenAPIObject, path: string, method: string, operation: Operation): Line {
  const { summary = '', description = '', 'x-scope': scope = 'open' } = operation;
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: where, required, description: text = '' }) =>
      `${name} (${where}${required ? ', required' : ''}) ${text}`,
  );
  return {
    method: method.toUpperCase(),
    path,
    summary,
    description,
    scope,
    parameters,
    body: membersOf(document, operation),
  };
}

function membersOf(document: OpenAPIObject, { requestBody }: Operation): string[] {
  const name = requestBody?.content?.['application/json']?.schema?.$ref?.split('/').at(-1) ?? '';
  const schema = document.components?.schemas?.[name] as
    { properties?: Record<string, { description?: string; type?: unknown }>; required?: string[] } | undefined;
  return Object.entries(schema?.properties ?? {}).map(
    ([member, { description = '' }]) =>
      `${member}${schema?.required?.includes(member) ? ' (required)' : ''} ${description}`,
  );
}

function article({ method, path, summary, scope, description, parameters, body }: Line): string {
  return (
    `<article><h3><code>${method} ${escapeHtml(path)}</code></h3><p>${escapeHtml(summary)}. Scope: <code>${escapeHtml(scope)}</code></p>` +
    `${description ? `<p>${escapeHtml(description)}</p>` : ''}${listOf('Parameters', parameters)}${listOf('Body', body)}</article>`
  );
}

function listOf(title: string, items: readonly string[]): string {
  return items.length === 0
    ? ''
    : `<h4>${title}</h4><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export const DOCS_STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0}main{max-width:60rem;margin:0 auto;padding:2rem 1rem}
nav a{margin-right:1rem}article{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.5rem 0}
h3{font-size:1rem;margin:.5rem 0}h4{font-size:.875rem;margin:.5rem 0 0}ul{margin:.25rem 0}code,td,th{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}td,th{border:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.25rem .5rem;text-align:left;vertical-align:top}
`;
