// @vitest-environment happy-dom
import { createRawSnippet, flushSync, mount, unmount } from "svelte";
import { expect, test } from "vitest";
import Confirm from "../../../web/src/console/Confirm.svelte";
import type { Desk } from "../../../web/src/console/desk.svelte";

test("the keyboard is at the question, not at the answer: an Enter too many does not give it", () => {
  const run = (): Promise<boolean> => {
    throw new Error("it was answered");
  };
  const desk = { isBusy: () => false, refusalOf: () => "", run } as unknown as Desk;
  const view = mount(Confirm, {
    target: document.body,
    props: {
      desk,
      key: "publish",
      command: { t: "publishDraft", revision: 1 },
      open: true,
      title: "Publish round 1?",
      yes: "Publish",
      children: createRawSnippet(() => ({ render: () => "<p>Four people</p>" })),
    },
  });
  flushSync();
  const focused = document.activeElement as HTMLElement;
  expect(focused.innerText).toBe("Publish round 1?");
  focused.click();
  void unmount(view);
});
