import { arrivalLevel, type Arrival } from './arrival-level.js';
import { causeLevel, type Cause } from './cause-level.js';
import { el } from './dom.js';
import { figureLevel, type FigureAnswer } from './figure-level.js';
import { moneyFactLevel, movementLevel, type MoneyFact, type Movement } from './list-level.js';
import type { Level, Open } from './evidence-parts.js';

interface List<Row> {
  readonly data: readonly Row[];
  readonly has_more: boolean;
}

/** One level of an explanation, from the figure down to its cause. Which one it is stands in its path. */
export function levelView(answer: unknown, path: string, open: Open): [string, HTMLElement] {
  const { title, parts } = levelOf(answer, new URL(path, location.href), open);
  return [title, el('div', { class: 'evidence' }, ...parts, proof(answer as object, path))];
}

function levelOf(answer: unknown, { pathname, searchParams }: URL, open: Open): Level {
  if (/\/inbox\/[^/]+$/.test(pathname)) return arrivalLevel(answer as Arrival);
  if (/\/movements\/[^/]+$/.test(pathname)) return causeLevel(answer as Cause, open);
  if (pathname.endsWith('/movements')) return movementLevel(answer as List<Movement>, searchParams, open);
  if (pathname.endsWith('/money-facts')) return moneyFactLevel(answer as List<MoneyFact>, searchParams);
  return figureLevel(answer as FigureAnswer, open);
}

/** What a person pastes into a mail to say which figure they mean. */
function proof(answer: object, path: string): HTMLElement {
  const button = el('button', { type: 'button', class: 'quiet' }, 'Copy proof');
  button.addEventListener('click', () => {
    const { value, as_of, known_at, policy_version } = answer as Partial<FigureAnswer>;
    void navigator.clipboard.writeText(JSON.stringify({ path, value, as_of, known_at, policy_version }));
    button.textContent = 'Copied';
  });
  return el('p', { class: 'proof' }, button);
}
