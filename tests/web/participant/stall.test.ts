import { beforeEach, describe, expect, it } from "vitest";
import { type Conditions, ONE_SIDED_MS, type Seen, SILENT_MS, Stall } from "../../../web/src/participant/work/stall";

const S = 1_000;
let stall: Stall;
let seen: Seen;
let given: Conditions;

beforeEach(() => {
  stall = new Stall();
  seen = { mine: 0, theirs: 0, answered: 0 };
  given = { wanted: true, present: 2, roles: true, prompts: 3 };
});

function answer(now: number): void {
  stall.answer();
  seen.answered = now;
}

describe("K9 a gentle hand when a group is stuck", () => {
  it("says nothing while they type, or talk for a little while", () => {
    expect(stall.look(seen, given, SILENT_MS - 1)).toBeNull();
    seen = { ...seen, mine: 100 * S, theirs: 90 * S };
    expect(stall.look(seen, given, 200 * S)).toBeNull();
  });

  it("brings a prompt, another, then a swap of roles, then the facilitator, and then is quiet", () => {
    const said: unknown[] = [];
    for (let n = 1; n <= 6; n++) {
      const offer = stall.look(seen, given, n * SILENT_MS);
      said.push(offer?.t ?? null);
      if (offer) answer(n * SILENT_MS);
    }
    expect(said).toEqual(["prompt", "prompt", "swap", "help", null, null]);
  });

  it("offers no swap where there are no roles, and another prompt the second time", () => {
    given.roles = false;
    expect(stall.look(seen, given, SILENT_MS)).toEqual({ t: "prompt", index: 0 });
    answer(SILENT_MS);
    expect(stall.look(seen, given, SILENT_MS + S)).toBeNull();
    expect(stall.look(seen, given, 2 * SILENT_MS)).toEqual({ t: "prompt", index: 1 });
    answer(2 * SILENT_MS);
    expect(stall.look(seen, given, 3 * SILENT_MS)).toEqual({ t: "help" });
  });

  it("comes when only one of two has typed for long, for both alike", () => {
    const now = ONE_SIDED_MS;
    seen = { ...seen, mine: now - S };
    expect(stall.look(seen, given, now)?.t).toBe("prompt");
    const other = new Stall();
    expect(other.look({ mine: 0, theirs: now - S, answered: 0 }, given, now)?.t).toBe("prompt");
  });

  it("does not ask of somebody who is alone that the other types", () => {
    seen = { ...seen, mine: ONE_SIDED_MS - S };
    expect(stall.look(seen, { ...given, present: 1 }, ONE_SIDED_MS)).toBeNull();
  });

  it("goes by itself when they type again, and begins with a prompt the next time", () => {
    expect(stall.look(seen, given, SILENT_MS)).not.toBeNull();
    answer(SILENT_MS);
    answer(SILENT_MS);
    const busy = SILENT_MS + ONE_SIDED_MS;
    seen = { ...seen, mine: busy, theirs: busy };
    expect(stall.look(seen, given, busy)).toBeNull();
    expect(stall.look(seen, given, busy + SILENT_MS)?.t).toBe("prompt");
  });

  it("is off when it is not wanted, at once", () => {
    expect(stall.look(seen, given, SILENT_MS)).not.toBeNull();
    expect(stall.look(seen, { ...given, wanted: false }, SILENT_MS)).toBeNull();
    expect(stall.look(seen, { ...given, wanted: false }, 9 * SILENT_MS)).toBeNull();
  });
});
