/** What the server said instead of an answer. */
export class Failed extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly requestId: string | null,
  ) {
    super(message);
  }
}

let isSigningOut = false;

/** That we are signed out is no surprise from now on, and leads nowhere by itself. */
export function expectSignOut(): void {
  isSigningOut = true;
}

const kept = new Map<string, { tag: string; body: unknown }>();

/** An answer, or the kept one when it has not changed. @throws Failed */
export async function get<Answer>(path: string): Promise<Answer> {
  const known = kept.get(path);
  const answer = await fetch(path, known ? { headers: { 'if-none-match': known.tag } } : {});
  if (answer.status === 304 && known) return known.body as Answer;
  if (answer.status === 401 && !isSigningOut)
    location.assign(`/admin/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
  if (!answer.ok) throw await failure(answer);
  const body = (await answer.json()) as Answer;
  const tag = answer.headers.get('etag');
  if (tag) kept.set(path, { tag, body });
  return body;
}

async function failure(answer: Response): Promise<Failed> {
  const id = answer.headers.get('x-request-id');
  try {
    const problem = (await answer.json()) as { detail?: string; title?: string };
    return new Failed(answer.status, problem.detail ?? problem.title ?? answer.statusText, id);
  } catch {
    return new Failed(answer.status, answer.statusText, id);
  }
}
