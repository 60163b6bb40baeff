import { expect, test } from "vitest";
import { gainOf, type SwapPrice, tagOf, wordsOf } from "../../../web/src/console/prices";

const PRICE: SwapPrice = { person: "p", points: 0, people: 4, possible: true, again: false };

test("a price is told in the hundred of the fit, of those whose groups change", () => {
  expect(gainOf({ ...PRICE, points: 2000 })).toBe(5);
  expect(tagOf({ ...PRICE, points: 2000 })).toBe("+5");
  expect(tagOf({ ...PRICE, points: -2000 })).toBe("−5");
  expect(tagOf(PRICE)).toBe("±0");
  expect(wordsOf({ ...PRICE, points: -2000 })).toEqual([{ id: "console-price-worse", args: { by: 5 } }]);
});

test("that people meet again is told beside it", () => {
  expect(tagOf({ ...PRICE, again: true })).toBe("±0 ↺");
  expect(wordsOf({ ...PRICE, again: true }).map((one) => one.id)).toEqual([
    "console-price-same",
    "console-price-again",
  ]);
});

test("what is not possible has no price", () => {
  const price = { ...PRICE, points: 9000, possible: false, again: true };
  expect(tagOf(price)).toBe("✕");
  expect(wordsOf(price)).toEqual([{ id: "console-price-impossible", args: {} }]);
});
