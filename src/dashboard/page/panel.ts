import { byId, el } from './dom.js';
import { levelView } from './evidence.js';
import { Failed, get } from './requests.js';

/** The evidence behind a figure, at the side, level by level. Its place stands in the address, so Back closes it. */
export class Panel {
  private readonly dialog = byId('panel') as HTMLDialogElement;
  private shown: string | undefined;
  private from: Element | null = null;

  constructor(
    private readonly open: (path: string) => void,
    private readonly close: () => void,
  ) {
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    this.dialog.addEventListener('click', ({ target }) => target === this.dialog && this.close());
  }

  /** @param path of the API; nothing closes the panel */
  async show(path: string | undefined): Promise<void> {
    if (path === this.shown) return;
    this.shown = path;
    if (!path) return this.hide();
    if (!this.dialog.open) {
      this.from = document.activeElement;
      this.fill('Evidence', el('p', { class: 'nothing' }, 'Loading'));
      this.dialog.showModal();
    }
    const [title, view] = await this.load(path);
    if (this.shown === path) this.fill(title, view);
    return undefined;
  }

  private async load(path: string): Promise<[string, HTMLElement]> {
    try {
      const answer = await get<unknown>(path.replace(/^\/api\/v1\/(analytics|webhooks)/, '/admin/data'));
      return levelView(answer, path, this.open);
    } catch (error) {
      const text = error instanceof Failed ? `${error.message} (${error.requestId ?? error.status})` : 'No answer.';
      return ['Evidence', el('p', { class: 'fault' }, text)];
    }
  }

  private fill(title: string, view: HTMLElement): void {
    const back = el('button', { type: 'button', class: 'quiet' }, 'Back');
    back.addEventListener('click', () => history.back());
    const shut = el('button', { type: 'button', class: 'quiet' }, 'Close');
    shut.addEventListener('click', () => this.close());
    const heading = el('h2', { id: 'panel-title', tabindex: '-1' }, title);
    this.dialog.replaceChildren(el('header', {}, heading, back, shut), el('div', { class: 'body', tabindex: 0 }, view));
    heading.focus();
  }

  private hide(): void {
    this.dialog.close();
    if (this.from instanceof HTMLElement && this.from.isConnected) this.from.focus();
  }
}
