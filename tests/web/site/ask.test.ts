// @vitest-environment happy-dom
import { expect, test } from "vitest";
import "../../../web/src/ask";

/** Whether a press of the button leads to a request. */
function press(): boolean {
  return document.body.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

test("a form is sent once, and again when one comes back to its page", () => {
  expect([press(), press(), press()]).toEqual([true, false, false]);
  dispatchEvent(new Event("pageshow"));
  expect([press(), press()]).toEqual([true, false]);
});
