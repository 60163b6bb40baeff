import { describe, expect, it } from "vitest";
import { Calm, REST_MS } from "../../../web/src/participant/calm";

function counted(presses: readonly number[]): number[] {
  const calm = new Calm();
  return presses.filter((at) => calm.counts(at));
}

describe("what is turned on and off with one button", () => {
  it("is said once by a double click, fast or slow", () => {
    expect(counted([0, 120])).toEqual([0]);
    expect(counted([0, 300])).toEqual([0]);
    expect(counted([0, REST_MS - 1])).toEqual([0]);
  });

  it("may be taken back by whoever has seen it", () => {
    expect(counted([0, REST_MS, 3 * REST_MS])).toEqual([0, REST_MS, 3 * REST_MS]);
  });

  it("is said once by a key that is held, however long", () => {
    const held = [0, 600, ...Array.from({ length: 200 }, (_, n) => 630 + 30 * n)];
    expect(counted(held)).toEqual([0]);
    expect(counted([...held, 6_630 + REST_MS])).toEqual([0, 6_630 + REST_MS]);
  });
});
