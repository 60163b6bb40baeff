import { beforeEach, describe, expect, it } from "vitest";
import { type HistoryLike, stepOf, Trail } from "../../../web/src/participant/trail";

/** A browser's, that goes where it is told at once. */
class History implements HistoryLike {
  entries: unknown[] = ["the front page", null];
  at = 1;

  get state(): unknown {
    return this.entries[this.at];
  }
  pushState(state: unknown): void {
    this.entries = [...this.entries.slice(0, this.at + 1), state];
    this.at++;
  }
  replaceState(state: unknown): void {
    this.entries[this.at] = state;
  }
  back(): void {
    this.go(-1);
  }
  go(delta: number): void {
    this.at += delta;
  }
}

let history: History;
let trail: Trail;

beforeEach(() => {
  history = new History();
  trail = new Trail(history);
});

describe("joining", () => {
  it("goes back by one step for each press", () => {
    for (const step of [1, 2, 3]) trail.toStep(step);
    const seen = [3, 2, 1, 0].map((step) => {
      const found = stepOf(history.state, 5);
      history.back();
      return found === step;
    });
    expect(seen).toEqual([true, true, true, true]);
    expect(history.state).toBe("the front page");
  });

  it("leaves no entries once somebody is in: one press leads to where they came from", () => {
    for (const step of [1, 2, 3, 4, 0, 1]) trail.toStep(step);
    trail.joined();
    history.back();
    expect(history.state).toBe("the front page");
  });

  it("begins anew with a state of somebody else's", () => {
    for (const state of [null, 7, "x", { step: "2" }, { step: 9 }]) expect(stepOf(state, 5)).toBe(0);
  });
});

describe("an open panel", () => {
  it("is closed by back", () => {
    trail.follow("wishes");
    expect(trail.panel).toBe("wishes");
    history.back();
    expect(trail.panel).toBe("none");
  });

  it("leaves no entry when it was closed by its button, or by the round that begins", () => {
    trail.follow("wishes");
    trail.follow("none");
    trail.follow("none");
    history.back();
    expect(history.state).toBe("the front page");
  });

  it("gives its entry to the panel after it", () => {
    trail.follow("wishes");
    trail.follow("answers");
    expect(trail.panel).toBe("answers");
    history.back();
    expect(trail.panel).toBe("none");
  });
});
