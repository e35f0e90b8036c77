export const STAGES = ['registered', 'onboarding', 'activated', 'paying', 'retained', 'advocate', 'lapsed'] as const;

/** Where a customer stands with us. */
export type Stage = (typeof STAGES)[number];

const HAVE_PAID = new Set<Stage>(['paying', 'retained', 'advocate']);

/** Whoever pays is paying, whatever they were before; who was further stays there. */
export function afterPayment(stage: Stage): Stage {
  return HAVE_PAID.has(stage) ? stage : 'paying';
}
