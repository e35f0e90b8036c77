const TONES: Record<string, string> = {
  succeeded: 'good',
  paid: 'good',
  active: 'good',
  done: 'good',
  failed: 'bad',
  dead: 'bad',
  unpaid: 'bad',
  uncollectible: 'bad',
  past_due: 'warn',
  requires_capture: 'warn',
  requires_action: 'warn',
  open: 'warn',
  pending: 'warn',
  waiting: 'warn',
  trialing: 'info',
  processing: 'info',
};

/** A colour for a word; the word is always there. */
export function toneOf(state: string): string {
  return TONES[state] ?? 'plain';
}
