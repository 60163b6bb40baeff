// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import de from "$locales/de/console.ftl?raw";
import en from "$locales/en/console.ftl?raw";
import DraftBoard from "../../../web/src/console/DraftBoard.svelte";
import type { Desk } from "../../../web/src/console/desk.svelte";
import type { Console, Draft } from "../../../web/src/console/shapes";
import { speak, t } from "../../../web/src/lib/i18n";
import { aView } from "./fixtures";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** What the board asks of the desk, without a live socket. */
const DESK = {
  name: (person: string) => person,
  isBusy: () => false,
  refusalOf: () => "",
  run: () => Promise.resolve(true),
} as unknown as Desk;

function view(revision: number, present = true): Console {
  return aView({
    people: { p1: { id: "p1", name: "Mara", present }, p2: {}, p3: {}, p4: {} },
    draft: {
      round: 1,
      revision,
      groups: [
        { members: ["p1", "p2"], points: 12_000, place: { id: "t1", name: "", remote: false } },
        { members: ["p3", "p4"], points: 8_000, place: { id: "t1", name: "", remote: false } },
      ],
    },
  });
}

function draftOf(of: Console): Draft {
  if (of.draft === null) throw new Error("the fixture has a draft");
  return of.draft;
}

test("prices stand while the room moves, and are asked for anew only for another draft", async () => {
  speak("en", { de, en });
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (where: string) => {
    asked.push(where);
    const price = { person: "p3", points: 400 * asked.length, people: 4, possible: true, again: false };
    return new Response(JSON.stringify([price]), { headers: { "content-type": "application/json" } });
  });
  const first = view(3);
  const props = $state({ desk: DESK, view: first, draft: draftOf(first) });
  const board = mount(DraftBoard, { target: document.body, props });
  const tags = () => [...document.querySelectorAll(".price")].map((tag) => tag.textContent?.trim());
  document.querySelector<HTMLButtonElement>("article li button")?.click();
  await vi.waitFor(() => expect(tags()).toEqual(["+1"]));

  const moved = view(3, false); // somebody's phone went to sleep: the whole view is a new one
  Object.assign(props, { view: moved, draft: draftOf(moved) });
  flushSync();
  expect(tags()).toEqual(["+1"]);
  expect(asked).toHaveLength(1);

  const another = view(4);
  Object.assign(props, { view: another, draft: draftOf(another) });
  flushSync();
  expect(tags()).toEqual([]);
  await vi.waitFor(() => expect(tags()).toEqual(["+2"]));
  expect(asked).toHaveLength(2);
  await unmount(board);
});

test("swapping back is asked for once, however slowly its price comes", async () => {
  speak("en", { de, en });
  let answer = () => {};
  vi.stubGlobal("fetch", async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return new Response("[]", { headers: { "content-type": "application/json" } });
  });
  const run = vi.fn(async () => true);
  const of = view(3);
  const props = { desk: { ...DESK, run } as unknown as Desk, view: of, draft: draftOf(of) };
  const board = mount(DraftBoard, { target: document.body, props });
  for (const name of ["p1", "p3"]) {
    const chips = [...document.querySelectorAll<HTMLButtonElement>("article li button")];
    chips.find((chip) => chip.textContent?.trim().startsWith(name))?.click();
    flushSync();
  }
  const back = () =>
    [...document.querySelectorAll("button")].find((each) => each.textContent === t("console-swap-back"));
  await vi.waitFor(() => expect(back()).toBeDefined());
  back()?.click();
  flushSync();
  expect(back()).toBeUndefined();
  answer();
  await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2));
  await unmount(board);
});

test("says of how many rounds a draft was planned", async () => {
  speak("en", { de, en });
  const plain = view(3);
  const props = $state({ desk: DESK, view: plain, draft: draftOf(plain) });
  const board = mount(DraftBoard, { target: document.body, props });
  const told = () => document.querySelector("section > div > p")?.textContent ?? "";
  expect(told()).not.toContain("together");
  props.draft = { ...draftOf(plain), bound: 25_000, ahead: 2 };
  flushSync();
  expect(told()).toContain(t("console-ahead", { rounds: 2 }));
  expect(told(), "by itself it could be better, and so it is compared with that").toContain(
    t("console-share-alone", { share: 80 }),
  );
  await unmount(board);
});
