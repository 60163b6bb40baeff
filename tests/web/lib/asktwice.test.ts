// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import AskTwice from "../../../web/src/lib/AskTwice.svelte";

let done: number;
let view: ReturnType<typeof mount>;

beforeEach(() => {
  done = 0;
  document.body.innerHTML = "";
  const onreally = () => void done++;
  view = mount(AskTwice, { target: document.body, props: { ask: "Leave", really: "Yes", stay: "Stay", onreally } });
});

afterEach(() => unmount(view));

/** Where the first button stands: whoever clicks twice meets that one twice. */
async function clickThere(): Promise<void> {
  document.querySelector("button")?.click();
  flushSync();
  await tick();
}

function focused(): string {
  return (document.activeElement as HTMLElement).innerText;
}

test("the keyboard stays with the question, and goes back to where it came from", async () => {
  await clickThere();
  expect(focused()).toBe("Stay");
  await clickThere();
  expect(focused()).toBe("Leave");
});

test("a click in the same place, or Enter pressed on and on, does nothing", async () => {
  for (let n = 0; n < 7; n++) {
    await clickThere();
    (document.activeElement as HTMLElement).click();
    await tick();
  }
  expect(done).toBe(0);
});

test("who means it says so", async () => {
  await clickThere();
  [...document.querySelectorAll("button")].find((button) => button.innerText === "Yes")?.click();
  expect(done).toBe(1);
});
