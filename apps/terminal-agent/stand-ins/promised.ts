/** A promise that a test fulfils when it wants to. */
export class Promised<Value> {
  resolve!: (value: Value) => void;
  readonly promise = new Promise<Value>((resolve) => {
    this.resolve = resolve;
  });
}
