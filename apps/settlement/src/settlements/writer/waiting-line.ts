/** Somebody who waits; `person` is whose turn it must be. */
export interface Waiting {
  readonly person: string;
}

/**
 * The line before the writer. What is about one person is served one after the other, in the order of arrival, by
 * whoever serves that person; everybody else overtakes.
 */
export class WaitingLine<Member extends Waiting> {
  private members: Member[] = [];
  private readonly served = new Set<string>();

  constructor(private readonly lengthMax: number) {}

  get length(): number {
    return this.members.length;
  }

  /** @returns false when the line is full; the member does not wait then */
  join(member: Member): boolean {
    if (this.members.length >= this.lengthMax) return false;
    this.members.push(member);
    return true;
  }

  /** The next members, at most so many, whose persons are now being served until {@link done}. */
  next(most: number): Member[] {
    const taken: Member[] = [];
    const left: Member[] = [];
    for (const member of this.members) {
      const turn = taken.length < most && !this.served.has(member.person);
      (turn ? taken : left).push(member);
    }
    this.members = left;
    for (const { person } of taken) this.served.add(person);
    return taken;
  }

  /** These persons are served no more; the next of their members may go. */
  done(persons: Iterable<string>): void {
    for (const person of persons) this.served.delete(person);
  }
}
