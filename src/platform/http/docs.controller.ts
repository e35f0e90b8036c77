import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/access.js';
import { Config } from '../config/config.js';
import { ApiDocument } from './api-document.js';
import { DOCS_STYLE, docsPage } from './docs-page.js';
import { RouteNotFound } from './http.errors.js';
import { problemsPage } from './problems-page.js';
import { PAGE_POLICY } from './security-headers.js';

const HTML = 'text/html; charset=utf-8';

/** The API described for programs and for people. Closed by `REVENUE_DOCS=off`. */
@ApiExcludeController()
@Controller()
@Public()
export class DocsController {
  constructor(
    private readonly document: ApiDocument,
    private readonly config: Config,
  ) {}

  @Get('openapi.json')
  openApi(): object {
    return this.open() && this.document.read();
  }

  @Get('docs')
  @Header('content-type', HTML)
  @Header('content-security-policy', PAGE_POLICY)
  docs(): string {
    this.open();
    return docsPage(this.document.read());
  }

  @Get('docs/problems')
  @Header('content-type', HTML)
  @Header('content-security-policy', PAGE_POLICY)
  problems(): string {
    const page = this.open() && problemsPage();
    if (!page) throw new RouteNotFound();
    return page;
  }

  @Get('docs/style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    this.open();
    return DOCS_STYLE;
  }

  private open(): true {
    if (!this.config.docs) throw new RouteNotFound();
    return true;
  }
}
