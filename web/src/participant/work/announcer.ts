/** Tells who can't see it where somebody else writes: after they have paused, and not often. */
export const PAUSE_MS = 2_000;
export const SELDOM_MS = 15_000;

export interface Heard {
  person: string;
  line: number;
}

export class Announcer {
  readonly #after: (ms: number, what: () => void) => () => void;
  readonly #now: () => number;
  readonly #say: (heard: Heard) => void;
  #saidAt = Number.NEGATIVE_INFINITY;
  #callOff: () => void = () => {};

  constructor(
    say: (heard: Heard) => void,
    after: (ms: number, what: () => void) => () => void,
    now: () => number = () => performance.now(),
  ) {
    this.#say = say;
    this.#after = after;
    this.#now = now;
  }

  /** To be told of every edit of somebody else's. */
  heard(heard: Heard): void {
    this.stop();
    const wait = Math.max(PAUSE_MS, this.#saidAt + SELDOM_MS - this.#now());
    this.#callOff = this.#after(wait, () => {
      this.#saidAt = this.#now();
      this.#say(heard);
    });
  }

  stop(): void {
    this.#callOff();
    this.#callOff = () => {};
  }
}
