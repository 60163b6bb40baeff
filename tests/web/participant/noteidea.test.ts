// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import common from "../../../web/locales/en/common.ftl?raw";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { ApiError } from "../../../web/src/lib/api";
import { speak } from "../../../web/src/lib/i18n";
import GroupCard from "../../../web/src/participant/close/GroupCard.svelte";
import type { MeApi } from "../../../web/src/participant/me";

speak("en", { en: `${common}\n${participant}`, de: "" });

let card: ReturnType<typeof mount> | undefined;
afterEach(() => card && unmount(card));

const settled = () => new Promise((done) => setTimeout(done));
const button = (words: string) =>
  [...document.querySelectorAll("button")].find((each) => each.textContent === words) as HTMLButtonElement;

async function open(ideas: string[], noteIdea: (group: string, text: string) => Promise<undefined>, noting = true) {
  const api = { noteIdea, text: async () => ({ group: "g1", markdown: "", ideas: [...ideas], letter: "" }) };
  const props = { api: api as unknown as MeApi, group: "g1", symbol: 0, colour: 0, names: "Jonas", task: "", noting };
  card = mount(GroupCard, { target: document.body, props });
  await settled();
  flushSync();
}

async function write(idea: string): Promise<void> {
  button("Write down an idea").click();
  flushSync();
  const field = document.querySelector("input") as HTMLInputElement;
  expect(document.activeElement).toBe(field);
  field.value = idea;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  button("Keep this idea").click();
  await settled();
  await tick();
}

test("a group that noted nothing can still do so, and reads it at once", async () => {
  const ideas: string[] = [];
  await open(ideas, async (_, text) => void ideas.push(text) as undefined);
  await write("  A letter on Fridays ");
  expect(document.querySelector(".idea")?.textContent).toBe("A letter on Fridays");
  expect(document.querySelector("form")).toBeNull();
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe("H3"));
});

test("what could not be kept stays in the field, with the reason", async () => {
  await open([], () => Promise.reject(new ApiError(503, "not-saved", {})));
  await write("A letter");
  expect(document.querySelector("input")?.value).toBe("A letter");
  expect(document.querySelector('[role="alert"]')?.textContent).not.toBe("");
});

test.each([[["A letter"], true] as const, [[], false] as const])(
  "nothing is asked with %j, noting %s",
  async (ideas, noting) => {
    await open([...ideas], async () => undefined, noting);
    expect(document.querySelector("form")).toBeNull();
  },
);

test("the keyboard goes on at the heading when a text that could not be read comes after all", async () => {
  let reachable = false;
  const text = async () => {
    if (!reachable) throw new ApiError(503, "not-saved", {});
    return { group: "g1", markdown: "", ideas: [], letter: "" };
  };
  const props = { api: { text } as unknown as MeApi, group: "g1", symbol: 0, colour: 0, names: "Jonas", task: "" };
  card = mount(GroupCard, { target: document.body, props });
  await vi.waitFor(() => expect(button("Try again")).toBeDefined());
  reachable = true;
  button("Try again").focus();
  button("Try again").click();
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe("H3"));
});
