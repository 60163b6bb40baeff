import { describe, expect, it } from "vitest";
import { groupsOf } from "../../../web/src/followup/groups";
import type { RelationView } from "../../../web/src/participant/me";

function relation(name: string, ...groups: [number, string][]): RelationView {
  const sittings = groups.map(([round, group]) => ({ round, group, symbol: round, colour: 0 }));
  const last = sittings[sittings.length - 1];
  if (!last) throw new Error("nobody is a partner without a group");
  return { partner: name, name, ...last, groups: sittings };
}

describe("the groups behind the relations", () => {
  it("are all of them, by round, also where one met somebody again", () => {
    const found = groupsOf([relation("Jonas", [1, "pair"], [3, "trio"]), relation("Ole", [3, "trio"])]);
    expect(found.map(({ group, names, symbol }) => [group, names, symbol])).toEqual([
      ["pair", "Jonas", 1],
      ["trio", "Jonas and Ole", 3],
    ]);
  });
});
