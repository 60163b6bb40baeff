// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import type { Session } from "../../../web/src/participant/session.svelte";
import Wishes from "../../../web/src/participant/Wishes.svelte";

speak("en", { en: participant, de: "" });

let page: ReturnType<typeof mount>;
let kept: unknown[];
afterEach(async () => {
  await unmount(page);
  sessionStorage.clear();
});

async function open(names: readonly string[], notWith: readonly string[] = []): Promise<void> {
  document.body.innerHTML = "";
  kept = [];
  const others = names.map((name, number) => ({ id: `p${number}`, name }));
  const session = {
    panel: "wishes",
    refreshMe: async () => ({ person: "me", profile: { name: "Mara", notWith }, others }),
    api: { putProfile: async (profile: unknown) => kept.push(profile) },
  } as unknown as Session;
  page = mount(Wishes, { target: document.body, props: { session } });
  await expect.poll(() => document.querySelectorAll("fieldset label").length).toBe(names.length);
}

const search = (): HTMLInputElement | null => document.querySelector("input[type=search]");

function look(words: string): string[] {
  const field = search();
  if (!field) throw new Error("nothing to search with");
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  const shown = document.querySelectorAll<HTMLElement>("fieldset label:not([hidden])");
  return [...shown].map((label) => label.innerText.trim());
}

const ROOM = [..."abcdefghijkl"].map((letter) => `${letter}-name`);

test("a small room is a list, a big one has a search that knows no capitals and no accents", async () => {
  await open(ROOM);
  expect(search()).toBeNull();
  unmount(page);
  await open([...ROOM, "Zoë"]);
  expect(look("ZOE")).toEqual(["Zoë"]);
  expect(document.querySelector("[role=status]")?.textContent).toBe("One person found.");
  expect(look("nobody")).toEqual([]);
  expect(look("")).toHaveLength(13);
});

test("whom a search does not show stays wished for, and Enter in it saves nothing", async () => {
  await open([...ROOM, "Zoë"], ["p0"]);
  look("zoe");
  expect(search()?.getAttribute("form")).toBe(""); // of no form
  document.querySelector<HTMLInputElement>("fieldset label:not([hidden]) input")?.click();
  flushSync();
  document.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  await expect.poll(() => kept).toEqual([{ name: "Mara", trio: false, notWith: ["p0", "p12"] }]);
});

test("boxes that were ticked when a round began are ticked again afterwards, until they are saved", async () => {
  const tick = (which: number) => {
    document.querySelectorAll<HTMLInputElement>("fieldset label input")[which]?.click();
    flushSync();
  };
  await open(ROOM, ["p0"]);
  tick(3);
  await unmount(page);
  await open(ROOM, ["p0"]);
  expect(document.body.innerText).toContain(t("form-begun"));
  document.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  await expect.poll(() => kept).toEqual([{ name: "Mara", trio: false, notWith: ["p0", "p3"] }]);
  await unmount(page);
  await open(ROOM, ["p0"]);
  expect(document.body.innerText).not.toContain(t("form-begun"));
});
