/**
 * Whether a group could do with a nudge, from what this browser sees anyway: when each last typed. Private: nothing of it
 * leaves the device, nobody is scored, and whoever does not want it switches it off for the whole group.
 *
 * Gentle: first a prompt that belongs to the task, later a swap of roles, at last an offer to call the facilitator; each
 * only after a silence as long as the one before, and never while somebody types.
 */
export type Offer = { t: "prompt"; index: number } | { t: "swap" } | { t: "help" };

export interface Seen {
  /** Instants at which I, and any of the others, last typed; or when the work began. */
  mine: number;
  theirs: number;
  /** When the person last put an offer away, or took it. */
  answered: number;
}

export interface Conditions {
  /** The group's clock runs, nobody is ready, no help is called, and nobody has switched it off. */
  wanted: boolean;
  /** How many members are here. */
  present: number;
  roles: boolean;
  prompts: number;
}

/** Nobody has typed for so long: people may well be talking, which is what they came for. */
export const SILENT_MS = 150_000;
/** One types and the others have not for so long. */
export const ONE_SIDED_MS = 210_000;

export class Stall {
  #step = 0;
  #typed = 0;
  #offer: Offer | null = null;

  /** To be asked from time to time. The offer stays until it is answered, or until those who were silent type. */
  look(seen: Seen, given: Conditions, now: number): Offer | null {
    const last = Math.max(seen.mine, seen.theirs);
    const alone = given.present < 2;
    const lopsided = !alone && now - Math.min(seen.mine, seen.theirs) >= ONE_SIDED_MS && now - last < SILENT_MS;
    const silent = now - last >= SILENT_MS;
    if (!given.wanted || (!silent && !lopsided)) {
      this.#offer = null;
      // Going again for a while: a later silence begins with a prompt, not with the facilitator.
      if (given.wanted && last !== this.#typed && last - seen.answered >= ONE_SIDED_MS) this.#step = 0;
      this.#typed = last;
      return null;
    }
    this.#typed = last;
    if (!this.#offer && now - seen.answered >= SILENT_MS) this.#offer = this.#next(given);
    return this.#offer;
  }

  /** Taken or put away; the next one comes after another silence. */
  answer(): void {
    this.#offer = null;
    this.#step++;
  }

  #next({ prompts, roles }: Conditions): Offer | null {
    if (this.#step < 2 && prompts > 0) return { t: "prompt", index: this.#step % prompts };
    if (this.#step <= 2 && roles) return { t: "swap" };
    return this.#step <= 3 ? { t: "help" } : null;
  }
}
