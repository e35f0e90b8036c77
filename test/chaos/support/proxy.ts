import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Stands before a server and does to its connections what networks do. No privilege is needed for it. */
export class Proxy {
  private readonly sockets = new Set<Socket>();
  private readonly lost = new WeakSet<Socket>();
  private holes = false;
  private delay = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {}

  static async before(url: string): Promise<Proxy> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const proxy = new Proxy(server, { host: hostname, port: Number(port) });
    server.on('connection', (client) => proxy.join(client));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** The same address by way of the proxy. */
  urlOf(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((this.server.address() as AddressInfo).port);
    return through.href;
  }

  /** What is said is taken and goes nowhere, on the connections there are and on new ones; nothing is closed. */
  blackHole(): void {
    this.holes = true;
    for (const socket of this.sockets) this.lost.add(socket);
  }

  /** New connections are as they were; those of before stay lost, and nobody is told. */
  openForNew(): void {
    this.holes = false;
  }

  /** Each piece takes so long each way. */
  slow(milliseconds: number): void {
    this.delay = milliseconds;
  }

  /** All connections end at once, as by a firewall that was restarted. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const upstream = connect(this.target);
    if (this.holes) for (const socket of [client, upstream]) this.lost.add(socket);
    this.pass(client, upstream);
    this.pass(upstream, client);
  }

  private pass(from: Socket, to: Socket): void {
    this.sockets.add(from);
    let order = Promise.resolve();
    from.setNoDelay(true);
    from.on('data', (piece) => {
      if (this.lost.has(from)) return;
      const { delay } = this;
      order = order.then(async () => {
        if (delay > 0) await pause(delay);
        if (!to.destroyed) to.write(piece);
      });
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      this.sockets.delete(from);
      if (!this.lost.has(from)) to.destroy();
    });
  }
}
