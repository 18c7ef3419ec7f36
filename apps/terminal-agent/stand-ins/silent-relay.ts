import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Stands in for the network between counter and centre. `goSilent` makes the connections that are there half-open, as a
 * pulled cable does: nothing passes any more and nobody is told. New connections work.
 */
export class SilentRelay {
  private readonly sockets = new Set<Socket>();
  private connections = 0;
  private readonly server: Server;

  constructor(private readonly toPort: number) {
    this.server = createServer((near) => {
      this.connections += 1;
      const far = connect(this.toPort, '127.0.0.1');
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.sockets.delete(socket));
      }
      near.pipe(far);
      far.pipe(near);
    });
  }

  /** How many connections were made so far. */
  get made(): number {
    return this.connections;
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  goSilent(): void {
    for (const socket of this.sockets) {
      socket.unpipe();
      // Swallows what comes, so that the sender sees nothing of it.
      socket.resume();
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
