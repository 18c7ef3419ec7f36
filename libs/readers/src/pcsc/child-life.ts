/**
 * How a child process of the driver lives: signals meant for the agent do not end it, and it never outlives the agent. It
 * ends by force, since an orderly exit waits for threads, and a thread may be waiting for a silent card.
 */
export function liveWithParent(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.once('disconnect', endNow);
}

/** Ends this process at once. */
export function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Tells the parent; calls `then` when the message is out of our hands. */
export function tellParent(message: object, then: () => void = () => undefined): void {
  if (!process.connected || !process.send) {
    endNow();
    return;
  }
  process.send(message, undefined, undefined, then);
}
