/** Each step is a tenth longer than the one before, so that a quantile is right to within a tenth. */
const STEP = Math.log(1.1);
/** From a tenth of a millisecond; the last step takes everything above ten minutes. */
const LEAST_MS = 0.1;
const STEPS = 165;

/** How long things took, in so many steps that never grow with what is counted. */
export class Latencies {
  private readonly steps = new Uint32Array(STEPS);
  private count = 0;

  note(ms: number): void {
    const step = Math.floor(Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / STEP);
    const index = Math.min(step, STEPS - 1);
    this.steps[index] = (this.steps[index] ?? 0) + 1;
    this.count += 1;
  }

  add(other: Latencies): void {
    other.steps.forEach((count, index) => (this.steps[index] = (this.steps[index] ?? 0) + count));
    this.count += other.count;
  }

  /** The time in milliseconds within which this part of all was done; null when there was nothing. */
  quantile(part: number): number | null {
    if (this.count === 0) return null;
    const rank = Math.ceil(part * this.count);
    let seen = 0;
    const index = this.steps.findIndex((count) => (seen += count) >= rank);
    return LEAST_MS * Math.exp(STEP * (index + 1));
  }
}
