// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak } from "../../../web/src/lib/i18n";
import type { GroupView } from "../../../web/src/lib/wire";
import type { Session } from "../../../web/src/participant/session.svelte";
import Think from "../../../web/src/participant/work/Think.svelte";

speak("en", { en: participant, de: "" });

const GROUP = { id: "r1g1", partners: [{ id: "p2", name: "Jonas" }] } as unknown as GroupView;
let card: Record<string, unknown> & { done: () => Promise<void> };
afterEach(() => unmount(card));

test("being done sends the last words first, and leaves the keyboard at the heading as the button goes", async () => {
  const happened: unknown[] = [];
  const session = {
    api: {
      thoughts: async () => ({ mine: "" }),
      putThought: async (_: string, words: string) => happened.push(words),
    },
    do: async (command: unknown) => happened.push(command),
  } as unknown as Session;
  card = mount(Think, { target: document.body, props: { session, group: GROUP } }) as typeof card;
  const field = document.querySelector("textarea");
  if (!field) throw new Error("no field");
  await expect.poll(() => field.readOnly).toBe(false);
  field.value = "Wir schreiben zu lang";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  await card.done();
  expect(happened).toEqual(["Wir schreiben zu lang", { t: "sayThought", group: "r1g1" }]);
  expect(document.activeElement?.textContent).toBe("First, think on your own");
});
