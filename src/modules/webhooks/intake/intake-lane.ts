import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RAW_LIMIT } from '../../../platform/http/http-adapter.js';
import { InFlight } from '../../../platform/ops/in-flight.js';
import { Stopping } from '../../../platform/ops/stopping.js';
import { IntakeAnswers } from './intake-answers.js';

const PATH = /^\/(?:api\/v1\/revenue\/)?webhooks\/([a-z]+)$/;

/**
 * Plain deliveries are taken before the router: what every other request passes there costs a delivery as much again as
 * verifying and storing it. Whatever is not plain (too large, of unknown length, while stopping, without room, from
 * behind a proxy whose word counts) goes the way of all requests, untouched.
 */
@Injectable()
export class IntakeLane implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly answers: IntakeAnswers,
    private readonly inFlight: InFlight,
    private readonly stopping: Stopping,
  ) {}

  onModuleInit(): void {
    // A command line has no server.
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    const others = server?.listeners('request') as RequestListener[] | undefined;
    if (!server || others?.length !== 1) return;
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const provider = this.plainlyFor(request);
      if (provider === undefined || !this.inFlight.enter(request, 'intake')) others[0]?.(request, response);
      else this.take(provider, request, response);
    });
  }

  private plainlyFor({ method, url, headers }: IncomingMessage): string | undefined {
    if (method !== 'POST' || this.stopping.isStopping) return undefined;
    const length = headers['content-length'];
    if (length === undefined || Number(length) > RAW_LIMIT) return undefined;
    if (headers['x-forwarded-for'] !== undefined || headers['x-request-id'] !== undefined) return undefined;
    return PATH.exec(url ?? '')?.[1];
  }

  private take(provider: string, request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    response.on('close', () => this.inFlight.leave(request));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      void this.answer(provider, body, request, response);
    });
  }

  private async answer(
    provider: string,
    body: Buffer,
    { headers, socket, url = '' }: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const delivery = { provider, headers, body, address: () => socket.remoteAddress ?? 'unknown' };
    const { status, headers: own, text } = await this.answers.to(delivery, url, randomUUID());
    response.writeHead(status, own).end(text);
  }
}
