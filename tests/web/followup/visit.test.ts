import { expect, test } from "vitest";
import { isGone, visit } from "../../../web/src/followup/visit";
import { ApiError } from "../../../web/src/lib/api";
import type { Me } from "../../../web/src/participant/me";

function api(confirmed: boolean) {
  const asked: string[] = [];
  return {
    asked,
    me: async () => {
      asked.push("me");
      return { confirmed } as Me;
    },
    relations: async () => {
      asked.push("relations");
      return [];
    },
    groups: async () => {
      asked.push("groups");
      return [];
    },
  };
}

test("nothing but the question is fetched before the click", async () => {
  const before = api(false);
  expect(await visit(before)).toEqual({ me: { confirmed: false }, relations: [], groups: [] });
  expect(before.asked).toEqual(["me"]);
  const after = api(true);
  await visit(after);
  expect(after.asked).toEqual(["me", "relations", "groups"]);
});

test("a link of an earlier address is gone; an answer that failed is not", () => {
  expect(isGone(new ApiError(401, "no-seat", {}))).toBe(true);
  expect(isGone(new ApiError(404, "not-found", {}))).toBe(true);
  expect(isGone(new ApiError(403, "unconfirmed", {}))).toBe(false);
  expect(isGone(new Error("offline"))).toBe(false);
});
