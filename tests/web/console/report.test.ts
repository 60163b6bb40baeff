import { describe, expect, it } from "vitest";
import { dots, percent } from "../../../web/src/console/report";

describe("the dots of an answer", () => {
  it("are one per person in a small room", () => {
    expect(dots([0, 1, 2, 12, 3])).toEqual({ columns: [0, 1, 2, 12, 3], each: 1 });
  });
  it("stand for several in a large one, and leave nobody out", () => {
    expect(dots([1, 0, 13, 120, 60])).toEqual({ columns: [1, 0, 2, 12, 6], each: 10 });
  });
  it("come with whole percents", () => {
    expect(percent(2, 3)).toBe(67);
  });
});
