interface Wanted<Key, Found> {
  readonly key: Key;
  readonly found: (value: Found) => void;
  readonly failed: (error: unknown) => void;
}

/** Statements of one kind under way at a time. */
const UNDER_WAY_MAX = 2;
const KEYS_MAX = 200;

/**
 * Reads of one kind that are wanted while others like them are under way go together in the next statement. Nothing
 * waits for company: the first one goes at once.
 */
export class GatheredReads<Key, Found> {
  private waiting: Wanted<Key, Found>[] = [];
  private underWay = 0;

  /** @param read answers keys in their order; it reads what is committed, outside any transaction */
  constructor(private readonly read: (keys: readonly Key[]) => Promise<readonly Found[]>) {}

  find(key: Key): Promise<Found> {
    return new Promise((found, failed) => {
      this.waiting.push({ key, found, failed });
      this.next();
    });
  }

  private next(): void {
    if (this.underWay >= UNDER_WAY_MAX || this.waiting.length === 0) return;
    this.underWay += 1;
    const wanted = this.waiting.splice(0, KEYS_MAX);
    this.read(wanted.map(({ key }) => key))
      .then((answers) => {
        // Without an answer for each key nobody could tell whose is whose.
        if (answers.length !== wanted.length) throw new Error('a gathered read answered another number of keys');
        wanted.forEach(({ found }, index) => found(answers[index] as Found));
      })
      .catch((error: unknown) => wanted.forEach(({ failed }) => failed(error)))
      .finally(() => {
        this.underWay -= 1;
        this.next();
      });
  }
}
