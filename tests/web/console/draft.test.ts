import { describe, expect, test } from "vitest";
import { fitOf, lock, pick, repeats, seatOf, swap } from "../../../web/src/console/draft";
import type { Draft } from "../../../web/src/console/shapes";
import { aView } from "./fixtures";

function aDraft(): Draft {
  const view = aView({
    draft: {
      round: 1,
      revision: 3,
      groups: [
        { members: ["p1", "p2"], points: 12_000, pairs: [{ a: "p1", b: "p2", met: true }] },
        { members: ["p3", "p4"], points: 8_000, locked: true },
      ],
      unplaced: ["p5"],
      sittingOut: ["p6"],
    },
  });
  if (view.draft === null) throw new Error("the fixture has a draft");
  return view.draft;
}

test("commands name the revision that was on screen", () => {
  const draft = aDraft();
  expect(swap(draft, "p1", "p5")).toEqual({ t: "swapPeople", revision: 3, a: "p1", b: "p5" });
  const group = draft.groups[0];
  expect(group && lock(draft, group, true)).toEqual({
    t: "lockGroup",
    revision: 3,
    members: ["p1", "p2"],
    locked: true,
  });
});

test("everybody has a seat somewhere", () => {
  expect(["p1", "p4", "p5", "p6", "px"].map((person) => seatOf(aDraft(), person))).toEqual([
    0,
    1,
    "unplaced",
    "sittingOut",
    null,
  ]);
});

describe("picking two people", () => {
  test("the first pick is held, the second swaps", () => {
    expect(pick(aDraft(), null, "p1")).toEqual({ kind: "picked", person: "p1" });
    expect(pick(aDraft(), "p1", "p5")).toEqual({ kind: "swap", a: "p1", b: "p5" });
  });

  test("the same person again drops the pick", () => {
    expect(pick(aDraft(), "p1", "p1")).toEqual({ kind: "dropped" });
  });

  test("partners, locked groups and people who have left are refused with the reason", () => {
    expect(pick(aDraft(), "p1", "p2")).toEqual({ kind: "refused", problem: "same-seat", person: "p1" });
    expect(pick(aDraft(), "p1", "p3")).toEqual({ kind: "refused", problem: "locked", person: "p1" });
    expect(pick(aDraft(), null, "p4")).toEqual({ kind: "refused", problem: "locked", person: "p4" });
    expect(pick(aDraft(), "px", "p1")).toEqual({ kind: "refused", problem: "unknown", person: "px" });
  });
});

test("how well it fits is a mean over people, and repeats are found", () => {
  expect(fitOf(aDraft())).toBe(50);
  expect(fitOf({ ...aDraft(), groups: [] })).toBeNull();
  expect(fitOf({ ...aDraft(), bound: 18_000 })).toBe(45); // no more than what can be had: the rest would tell of a wish
  expect(repeats(aDraft())).toHaveLength(1);
});
