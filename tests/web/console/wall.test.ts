import { describe, expect, test } from "vitest";
import { calls, helpQueue, leftAlone, needOf, QUIET_MS, ranked, tally } from "../../../web/src/console/wall";
import { aTile, NOW, working } from "./fixtures";

describe("what a group needs", () => {
  test("help comes before everything", () => {
    const tile = aTile({ help: "asked", helpAt: NOW - 9000, present: [] });
    expect(needOf(tile, NOW, null)).toEqual({ kind: "help", since: NOW - 9000 });
  });

  test("who is left alone, who is gone, who has not come", () => {
    expect(needOf(aTile({ members: ["p1"] }), NOW, null)).toEqual({ kind: "alone", person: "p1" });
    expect(needOf(aTile({ present: ["p1"] }), NOW, null)).toEqual({ kind: "gone", people: ["p2"] });
    expect(needOf(aTile({ here: ["p2"] }), NOW, null)).toEqual({ kind: "missing", people: ["p1"] });
  });

  test("finding each other is no reason to worry before the clock starts", () => {
    const tile = aTile({ here: ["p2"], startsAt: NOW + 1000 });
    expect(needOf(tile, NOW, null)).toEqual({ kind: "arriving", people: ["p1"] });
    expect(calls(needOf(tile, NOW, null))).toBe(false);
  });

  test("quiet counts from the start, and not in a pause", () => {
    const tile = aTile({ activeAt: 0, startsAt: NOW - QUIET_MS });
    expect(needOf(tile, NOW, null)).toEqual({ kind: "quiet", since: NOW - QUIET_MS });
    expect(needOf(tile, NOW - 1, null).kind).toBe("working");
    expect(needOf(tile, NOW, NOW - 1000).kind).toBe("working");
  });

  test("a ready group is ready when all of it is", () => {
    expect(needOf(aTile({ ready: ["p1"] }), NOW, null).kind).toBe("working");
    expect(needOf(aTile({ ready: ["p1", "p2"] }), NOW, null).kind).toBe("ready");
  });
});

test("the wall is sorted by who needs you", () => {
  const quiet = aTile({ id: "r1g2", activeAt: 0, startsAt: NOW - 2 * QUIET_MS });
  const tiles = [
    aTile({ id: "r1g10" }),
    aTile({ id: "r1g9" }),
    aTile({ id: "r1g1", ready: ["p1", "p2"] }),
    quiet,
    aTile({ id: "r1g3", here: [] }),
    aTile({ id: "r1g4", present: ["p1"] }),
    aTile({ id: "r1g5", help: "asked", helpAt: NOW - 1000 }),
    aTile({ id: "r1g6", help: "asked", helpAt: NOW - 90_000 }),
    aTile({ id: "r1g7", help: "claimed", helpAt: NOW - 900_000 }),
  ];
  const rows = ranked(working(tiles), NOW);
  expect(rows.map(({ tile }) => tile.id)).toEqual([
    "r1g6",
    "r1g5",
    "r1g4",
    "r1g3",
    "r1g7",
    "r1g2",
    "r1g1",
    "r1g9",
    "r1g10",
  ]);
  expect(tally(rows)).toEqual({ groups: 9, working: 8, ready: 1, calling: 4 });
});

test("the help queue holds who asked, then who was left alone, then calls that somebody looks after", () => {
  const tiles = [
    aTile({ id: "r1g1" }),
    aTile({ id: "r1g2", help: "claimed", helpAt: NOW - 9000 }),
    aTile({ id: "r1g3", help: "asked", helpAt: NOW - 10 }),
    aTile({ id: "r1g4", help: "asked", helpAt: NOW - 20 }),
    aTile({ id: "r1g5", present: ["p2"] }),
    aTile({ id: "r1g6", members: ["p1"] }),
  ];
  expect(helpQueue(working(tiles), NOW).map(({ tile }) => tile.id)).toEqual(["r1g4", "r1g3", "r1g6", "r1g5", "r1g2"]);
});

test("H5: alone is who sits there with nobody, and not who is done, or two of three, or a table that all have left", () => {
  expect(leftAlone(aTile({ members: ["p1"] }))).toBe("p1");
  expect(leftAlone(aTile({ members: ["p1"], present: [] }))).toBe("p1");
  expect(leftAlone(aTile({ present: ["p2"] }))).toBe("p2");
  expect(leftAlone(aTile({ present: ["p2"], ready: ["p1", "p2"] }))).toBeNull();
  expect(leftAlone(aTile({ members: ["p1", "p2", "p3"], present: ["p1", "p2"] }))).toBeNull();
  expect(leftAlone(aTile({ present: [] }))).toBeNull();
});
