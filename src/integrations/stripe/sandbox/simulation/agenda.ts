interface Due<About> {
  readonly at: number;
  readonly of: About | null;
  readonly act: (at: number) => void;
}

/** What falls due by itself, first things first; of one second, what was put ahead, then what was planned first. */
export class Agenda<About> {
  private all: Due<About>[] = [];

  plan(of: About | null, at: number, act: (at: number) => void): void {
    this.all.push({ of, at, act });
  }

  /** Ahead of what is planned for the same second. */
  planAhead(of: About, at: number, act: (at: number) => void): void {
    this.all.unshift({ of, at, act });
  }

  drop(about: About): void {
    this.all = this.all.filter(({ of }) => of !== about);
  }

  until(end: number): void {
    for (;;) {
      const due = this.all.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
      if (!due) return;
      this.all = this.all.filter((one) => one !== due);
      due.act(due.at);
    }
  }
}
