import type { ServerResponse } from 'node:http';
import { message, type MessageName } from './message.js';

/** A reader this far behind would cost memory without end: it is closed and comes back. */
const MOST_BEHIND = 64 * 1024;

/** One open stream. */
export class LiveClient {
  constructor(
    private readonly response: ServerResponse,
    /** By whom: a session's hash or a key's id. At most a few streams each. */
    readonly owner: string,
    readonly session: string | undefined,
  ) {}

  open(requestId: string): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
    });
    this.write('retry: 3000\n\n');
  }

  send(name: MessageName, data: object, id?: string): void {
    this.write(message(name, data, id));
  }

  beat(): void {
    this.write(': still here\n\n');
  }

  close(): void {
    this.response.end();
  }

  onGone(gone: () => void): void {
    this.response.on('close', gone);
  }

  private write(text: string): void {
    if (this.response.writableLength > MOST_BEHIND) this.response.destroy();
    else if (!this.response.writableEnded) this.response.write(text);
  }
}
