import { describe, expect, test } from "vitest";
import { metNamesakes, toldApart } from "../../../web/src/lib/namesakes";

const people = [
  { id: "a", name: "Mara" },
  { id: "b", name: "Jonas" },
  { id: "c", name: "mara " },
  { id: "d", name: "" },
  { id: "e", name: "" },
  { id: "f", name: "Mara" },
];

describe("people with the same name", () => {
  test("are called differently, and nobody is renamed by who comes later", () => {
    const called = toldApart(people);
    expect([...called.values()]).toEqual(["Mara", "Jonas", "mara (2)", "", "", "Mara (3)"]);
    for (let n = 1; n <= people.length; n++) {
      for (const [id, name] of toldApart(people.slice(0, n))) expect(called.get(id)).toBe(name);
    }
  });

  test("are known by the round in which one worked with them; others need no such mark", () => {
    const past = [
      { round: 1, partners: [{ id: "c" }, { id: "b" }] },
      { round: 2, partners: [{ id: "c" }] },
    ];
    expect([...metNamesakes(people, past)]).toEqual([["c", 2]]);
  });
});
