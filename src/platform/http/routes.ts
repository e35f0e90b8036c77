import { Injectable } from '@nestjs/common';

interface Route {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** What the router answers, so that an address with another method can be told from no address at all. */
@Injectable()
export class Routes {
  private readonly known: Route[] = [];

  /** OPTIONS is answered for every address by CORS alone, so it says nothing about one. */
  add(url: string, methods: readonly string[]): void {
    const own = methods.filter((method) => method !== 'OPTIONS');
    if (own.length > 0) this.known.push({ pattern: patternOf(url), methods: own });
  }

  /** The methods an address answers; none when there is nothing there. */
  methodsOf(path: string): string[] {
    const methods = this.known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].toSorted();
  }
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[^/]+/g, '[^/]+').replace(/\*/g, '.*')}$`);
}
