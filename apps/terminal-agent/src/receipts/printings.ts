import { type DeskBook } from '../desk-book/desk-book.js';
import { type IntentName } from '../journal/intent.js';

/** How often each receipt was printed at this counter, so that a second paper is known as one. */
export class Printings {
  constructor(
    private readonly book: DeskBook,
    private readonly clock: () => number = Date.now,
  ) {}

  /**
   * Notes a printing before the paper exists: a crash after it marks a paper too many, never one too few.
   * @returns its number, from 1 on
   */
  async count({ institution, msgid }: IntentName): Promise<number> {
    let number = 0;
    await this.book.write(async () => {
      const [row] = await this.book.rows(
        `INSERT INTO printing (institution, msgid, number, printed_at)
         SELECT ?, ?, coalesce(max(number), 0) + 1, ? FROM printing WHERE institution = ? AND msgid = ?
         RETURNING number`,
        [institution, msgid, this.clock(), institution, msgid],
      );
      number = Number(row?.['number']);
    });
    return number;
  }
}
