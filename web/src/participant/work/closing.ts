/** What the close codes of a text's socket mean for what is still on this device. */
const COMES_BACK = new Set([4408, 4429]);
/** 1009: a single message that is larger than all that may be stored (RFC 6455, section 7.4.1). */
const TOO_LARGE = new Set([1009, 4413]);

const FIRST_MS = 2_000;
const LAST_MS = 30_000;

/** Why the server takes no more of a text. */
export type Refusal = "refused" | "full";

/** Null: it takes more later. Codes from 4400 to 4499 are the server's decision; too slow and too fast pass. */
export function refusalBy(code: number): Refusal | null {
  if (TOO_LARGE.has(code)) return "full";
  return code < 4400 || code >= 4500 || COMES_BACK.has(code) ? null : "refused";
}

/** Milliseconds until the next try, after the `times`th time (from 0) in a row. `random`: 0 to 1. */
export function calmWait(times: number, random: number): number {
  return Math.min(FIRST_MS * 2 ** times, LAST_MS) * (0.5 + 0.5 * random);
}
