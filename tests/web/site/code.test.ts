import { expect, test } from "vitest";
import { bareCode, shownCode, shownTyped } from "../../../web/src/site/code";

test("any case, dashes and spaces are read as the same code", () => {
  for (const typed of ["abcd-efgh", " ABCD EFGH", "AbCdEfGh", "abcd–efgh"]) expect(bareCode(typed)).toBe("ABCDEFGH");
});

test("a code is shown in two fours, also while it is typed", () => {
  expect(shownCode("abcdefgh")).toBe("ABCD-EFGH");
  expect(shownCode("abcd")).toBe("ABCD");
  expect(shownCode("abcde")).toBe("ABCD-E");
});

test("what is no code is shown as it was typed", () => {
  expect(shownTyped("abcd efgh")).toBe("ABCD-EFGH");
  expect(shownTyped("my workshop")).toBe("my workshop");
});
