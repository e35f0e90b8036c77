export interface Place {
  group: string;
  label: string;
  href: string;
}

export interface Shell {
  banner?: { kind: string; text: string };
  mode: string;
  places: Place[];
  /** `write webhooks`: what the person may do, by the policy's words. */
  rights: string[];
  initials: string;
  csrf: string;
}

/** Written into the page by the server: the same frame as around the dashboard. */
export function shell(): Shell {
  const text = document.querySelector<HTMLMetaElement>('meta[name=shell]')?.content;
  return text ? (JSON.parse(text) as Shell) : { mode: 'live', places: [], rights: [], initials: '', csrf: '' };
}
