// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepsKeyboard } from "../../../web/src/lib/keyboard";

let stop: () => void;
const get = (id: string): HTMLElement => document.querySelector<HTMLElement>(`#${id}`) as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<div id="part"><h2 id="heading" tabindex="-1">Part</h2><p><button id="goes"></button></p>
    <button id="stays"></button></div><button id="elsewhere"></button>`;
  stop = keepsKeyboard(get("part"));
  get("goes").focus();
});
afterEach(() => stop());

/** Whatever was set going by now has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
}

test("with the button that had it, the keyboard goes on at the heading", async () => {
  get("goes").parentElement?.remove();
  await vi.waitFor(() => expect(document.activeElement?.id).toBe("heading"));
});

test("who took the button away may say where the keyboard goes on", async () => {
  const heading = vi.fn();
  get("heading").addEventListener("focus", heading);
  get("goes").remove();
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  get("stays").focus();
  await settled();
  expect([document.activeElement?.id, heading.mock.calls]).toEqual(["stays", []]);
});

test("nobody is brought back who went elsewhere before, or clicked beside", async () => {
  get("elsewhere").focus();
  get("goes").remove();
  await settled();
  expect(document.activeElement?.id).toBe("elsewhere");
  get("stays").focus();
  get("stays").blur();
  await settled();
  get("stays").remove();
  await settled();
  expect(document.activeElement).toBe(document.body);
});
