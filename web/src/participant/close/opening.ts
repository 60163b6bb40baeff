/**
 * When to look whether a sealed yes has been answered: soon after it was given, since the other may have been first and
 * the opening takes a moment; then seldom. A no, silence and a withdrawal look the same, so looking tells nobody's.
 */
const SOON_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const SELDOM_MS = 30_000;

/** Looks until it is stopped by the function that it answers; the next wait begins when a look is over. */
export function lookAgain(
  look: () => Promise<void>,
  after: (ms: number, what: () => void) => () => void,
  looks = 0,
): () => void {
  let stopped = false;
  let callOff = after(SOON_MS[looks] ?? SELDOM_MS, async () => {
    await look().catch(() => {});
    if (!stopped) callOff = lookAgain(look, after, looks + 1);
  });
  return () => {
    stopped = true;
    callOff();
  };
}
