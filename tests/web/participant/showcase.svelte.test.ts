// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import common from "../../../web/locales/en/common.ftl?raw";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import type { ShowcaseView } from "../../../web/src/lib/wire";
import Showcase from "../../../web/src/participant/close/Showcase.svelte";
import type { MeApi } from "../../../web/src/participant/me";

speak("en", { en: `${common}\n${participant}`, de: "" });

let page: ReturnType<typeof mount>;
afterEach(async () => {
  await unmount(page);
  sessionStorage.clear();
});

const proposed = (text: string): ShowcaseView => ({ text, title: "A letter", shown: false, missing: [] });

function open(first: ShowcaseView | undefined) {
  const words = { t1: "the first words", t2: "other words" } as Record<string, string>;
  const agreed: string[] = [];
  const props = $state({
    api: {
      workshop: "w",
      showcase: async () => ({
        text: props.showcase?.text ?? "",
        title: "",
        markdown: words[props.showcase?.text ?? ""],
      }),
      agree: async (_: string, text: string) => agreed.push(text),
      propose: async () => {},
    } as unknown as MeApi,
    group: "g1",
    left: false,
    written: async () => "what we wrote",
    showcase: first,
  });
  page = mount(Showcase, { target: document.body, props });
  flushSync();
  return { props, agreed };
}

function button(words: string): HTMLButtonElement | undefined {
  return [...document.querySelectorAll("button")].find((each) => each.innerText.trim() === words);
}

function press(words: string): void {
  const found = button(words);
  if (!found) throw new Error(`no button '${words}' in: ${document.body.innerText}`);
  found.click();
  flushSync();
}

function type(id: string, words: string): void {
  const field = document.querySelector<HTMLInputElement>(id);
  if (!field) throw new Error(`no field ${id}`);
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

test("K5 a yes is to the words that one was asked about; others have to be opened and be there first", async () => {
  const { props, agreed } = open(proposed("t1"));
  expect(button(t("showcase-yes"))).toBeDefined();
  props.showcase = proposed("t2"); // a partner was faster than the tap
  flushSync();
  expect(button(t("showcase-yes"))).toBeUndefined();
  expect(document.querySelector("[role=alert]")?.textContent).toBe(t("rejection-showcase-changed"));
  press(t("showcase-read"));
  press(t("showcase-yes")); // the second half of a double tap
  await vi.waitFor(() => expect(document.body.innerText).toContain("other words"));
  expect(agreed).toEqual([]);
  press(t("showcase-yes"));
  await vi.waitFor(() => expect(agreed).toEqual(["t2"]));
});

test("words that change while they are open are fetched anew", async () => {
  const { props } = open(proposed("t1"));
  const details = document.querySelector("details");
  if (!details) throw new Error("nothing to open");
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  await vi.waitFor(() => expect(document.body.innerText).toContain("the first words"));
  props.showcase = proposed("t2");
  await vi.waitFor(() => expect(document.body.innerText).toContain("other words"));
});

test("what was begun is there again after a round, and gone when it was proposed or called off", async () => {
  open(undefined);
  press(t("showcase-begin"));
  await vi.waitFor(() => expect(document.querySelector("form")).not.toBeNull());
  type("#show-title-g1", "A poem");
  await unmount(page);
  open(undefined);
  expect(document.querySelector<HTMLInputElement>("#show-title-g1")?.value).toBe("A poem");
  expect(document.querySelector<HTMLTextAreaElement>("#show-text-g1")?.value).toBe("what we wrote");
  expect(document.body.innerText).toContain(t("form-begun"));
  press(t("showcase-propose"));
  await vi.waitFor(() => expect(document.querySelector("form")).toBeNull());
  await unmount(page);
  open(undefined);
  expect(document.querySelector("form")).toBeNull();
});
