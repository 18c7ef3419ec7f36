/** One write that waits for its commit. It may run twice, so it changes nothing but the database. */
export type Write = () => Promise<void>;

/** Runs writes in one transaction: all of them are on disk when it resolves, none when it rejects. */
export type Commit = (writes: readonly Write[]) => Promise<void>;

interface Waiting {
  readonly write: Write;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** More than a counter ever has under way; a bound for one transaction. */
const GROUP_MAX = 256;

/**
 * Lets writes share a commit, and with it one wait for the disk. There is no timer: a group is what came in while the
 * commit before it ran. Where a group cannot be committed its writes are tried one by one, so that one that is
 * impossible does not take the others along.
 */
export class CommitGroup {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  private groups = 0;

  constructor(private readonly commit: Commit) {}

  /** How many commits were made so far. */
  get commits(): number {
    return this.groups;
  }

  /** Resolves when the write is on disk. */
  write(write: Write): Promise<void> {
    const written = new Promise<void>((resolve, reject) => this.waiting.push({ write, resolve, reject }));
    this.running ??= this.run();
    return written;
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Whoever came in the same turn of the event loop belongs to the first group already.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      await this.flush(this.waiting.splice(0, GROUP_MAX));
      await new Promise(setImmediate);
    }
    this.running = undefined;
  }

  private async flush(group: readonly Waiting[]): Promise<void> {
    this.groups += 1;
    try {
      await this.commit(group.map(({ write }) => write));
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (group.length > 1) for (const member of group) await this.flush([member]);
      else group[0]?.reject(error);
    }
  }
}
