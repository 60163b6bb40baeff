import { expect, test } from "vitest";
import { readConsole } from "../../../web/src/console/shapes";
import { merge } from "../../../web/src/lib/patch";

test("a patch that leaves the groups alone leaves them the same, so that no card is drawn anew", () => {
  const wire = { people: { a: { id: "a", name: "Mara" } }, draft: { revision: 1, groups: [{ members: ["a", "b"] }] } };
  const before = readConsole(wire as never);
  const later = merge(wire, { people: { a: { present: true } } });
  const after = readConsole(later as never);
  expect(after.people.a?.present).toBe(true);
  expect(after.draft?.groups[0]).toBe(before.draft?.groups[0]);
});
