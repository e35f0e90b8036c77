import { Injectable, type INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildOpenApi, type PathItem } from './openapi.js';

/** The API's description of this process: made when it is first asked for, and kept. */
@Injectable()
export class ApiDocument {
  private readonly besides: Record<string, PathItem> = {};
  private app: INestApplication | undefined;
  private made: OpenAPIObject | undefined;

  describe(app: INestApplication): void {
    this.app = app;
  }

  /** Describes a route that stands on the server itself, where controllers are not looked for. */
  add(path: string, item: PathItem): void {
    this.besides[path] = item;
  }

  read(): OpenAPIObject {
    if (!this.app) throw new Error('The API is described once the application is configured.');
    return (this.made ??= buildOpenApi(this.app, this.besides));
  }
}
