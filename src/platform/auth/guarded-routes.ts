import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from './access.js';

/** A defect: who may call it was forgotten, and nobody would notice until somebody did. */
export class UnguardedRoutes extends Error {
  constructor(routes: readonly string[]) {
    super(
      `Every route says who may call it, by @Scope, @AnyKey, @Public, @Signed or @Session. ` +
        `${routes.length === 1 ? 'This one does not' : 'These do not'}: ${routes.join(', ')}.`,
    );
    this.name = 'UnguardedRoutes';
  }
}

// What Nest's own decorators leave on a handler; it offers no function that lists routes.
const [PATH, METHOD] = ['path', 'method'];

/** Looks at every route of every controller before the first request, and stops the boot on one without access. */
@Injectable()
export class GuardedRoutes implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ instance }) => this.unguarded(instance as object));
    if (open.length > 0) throw new UnguardedRoutes(open);
  }

  private unguarded(controller: object): string[] {
    const type = controller.constructor;
    const prototype = Object.getPrototypeOf(controller) as Record<string, unknown>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD, handler)) return [];
      const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, type] as never);
      return access ? [] : [`${nameOf(type, handler)} (${type.name}.${name})`];
    });
  }
}

function nameOf(type: object, handler: object): string {
  const method = RequestMethod[Reflect.getMetadata(METHOD, handler) as RequestMethod];
  const parts = [type, handler].map((at) => Reflect.getMetadata(PATH, at) as string | string[] | undefined);
  const path = parts.flat().map((part) => (part ?? '').replace(/^\/|\/$/g, ''));
  return `${method} /${path.filter(Boolean).join('/')}`;
}
