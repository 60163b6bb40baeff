/**
 * What turns something on and off with one button, said once however often it is pressed.
 *
 * Such a button asks for the opposite of what is shown, and what is shown changes within the second click of a double
 * one: that click would take back what the first one said. No DOM, no clock.
 */

/** A press this soon after the last one that counted was not made on seeing what that one did. */
export const REST_MS = 1_000;
/** A held Enter presses on and on, after half a second many times a second: it counts once, however long it is held. */
const HELD_MS = 700;

export class Calm {
  #counted = Number.NEGATIVE_INFINITY;
  #pressed = Number.NEGATIVE_INFINITY;

  /** Whether a press at `now` (milliseconds of any steady clock) counts. To be asked once for each press. */
  counts(now: number): boolean {
    const held = now - this.#pressed < HELD_MS;
    this.#pressed = now;
    if (held || now - this.#counted < REST_MS) return false;
    this.#counted = now;
    return true;
  }
}
