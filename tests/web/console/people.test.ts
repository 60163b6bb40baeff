import { describe, expect, test } from "vitest";
import { absent, takingPart } from "../../../web/src/console/people";
import { aView } from "./fixtures";

describe("who is absent", () => {
  const view = aView({
    people: {
      p1: { id: "p1", present: true },
      p2: { id: "p2", present: false },
      p3: { id: "p3", present: false, sitsOut: true },
      p4: { id: "p4", present: false, removed: true },
    },
  });

  test("takes part and is not heard of; who sits out or has left is no empty chair", () => {
    expect(absent(aView())).toEqual([]);
    expect(takingPart(view).map((person) => person.id)).toContain("p2");
    expect(absent(view).map((person) => person.id)).toEqual(["p2"]);
  });
});
