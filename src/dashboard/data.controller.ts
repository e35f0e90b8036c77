import { createHash } from 'node:crypto';
import { Controller, Get, Param, ParseUUIDPipe, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { may, seesPersons } from '../admin/policy.js';
import { Explanations, MovementList, ScreenService, type Screen } from '../modules/analytics/index.js';
import { InboxPage } from '../modules/webhooks/index.js';
import { Session } from '../platform/auth/access.js';
import { signedInOf } from '../platform/auth/signed-in.js';
import { aCurrency, anId, aName, instants } from '../platform/http/filters.js';
import { RouteNotFound } from '../platform/http/http.errors.js';
import type { Page } from '../platform/http/page.js';
import { Paged } from '../platform/http/paged.js';
import { FigureQuery, OverviewQuery } from './data.dto.js';
import { Trouble, type Stuck } from './trouble.js';

const MOVEMENTS = { kind: aName, reason: aName, plan: aName, currency: aCurrency, customer: anId, subscription: anId };
const BOTH_CLOCKS = { effective_at: instants, recorded_at: instants };

/** The figures of the page, by session: the answers of the API's routes of the same names. Read-only. */
@ApiExcludeController()
@Controller('admin/data')
@Session()
export class DataController {
  constructor(
    private readonly screens: ScreenService,
    private readonly explanations: Explanations,
    private readonly movements: MovementList,
    private readonly inbox: InboxPage,
    private readonly trouble: Trouble,
  ) {}

  /** Everything the first screen shows, in one answer; 304 while nothing has changed. */
  @Get('overview')
  async overview(
    @Query() query: OverviewQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Screen | undefined> {
    const tag = tagOf(await this.screens.watermark(), query);
    void reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
    if (request.headers['if-none-match'] !== tag) return this.screens.show({ ...query });
    void reply.code(304);
    return undefined;
  }

  /** What will not go on until somebody looks. */
  @Get('trouble')
  stuck(@Req() request: FastifyRequest): Promise<Stuck[]> {
    return this.trouble.seenBy(signedInOf(request)?.roles ?? []);
  }

  @Get('metrics/:name')
  figure(@Param('name') name: string, @Query() query: FigureQuery): Promise<unknown> {
    return this.explanations.explain(name, { ...query });
  }

  @Get('movements')
  list(@Paged({ ...MOVEMENTS, ...BOTH_CLOCKS }) page: Page): Promise<unknown> {
    return this.movements.movements(page);
  }

  @Get('movements/:id')
  cause(@Param('id', ParseUUIDPipe) id: string): Promise<unknown> {
    return this.movements.cause(id);
  }

  /** What the provider said; its body names people, so only roles that see people see it. */
  @Get('inbox/:id')
  arrival(@Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<unknown> {
    const roles = signedInOf(request)?.roles ?? [];
    if (!may(roles, 'read', 'webhooks')) throw new RouteNotFound();
    return this.inbox.one(id, seesPersons(roles));
  }

  @Get('money-facts')
  money(@Paged({ kind: aName, rule: aName, currency: aCurrency, ...BOTH_CLOCKS }) page: Page): Promise<unknown> {
    return this.movements.moneyFacts(page);
  }
}

function tagOf(watermark: string, query: object): string {
  return `"${createHash('sha256')
    .update(`${watermark} ${JSON.stringify(query)}`)
    .digest('base64url')
    .slice(0, 22)}"`;
}
