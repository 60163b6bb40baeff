// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import common from "../../../web/locales/en/common.ftl?raw";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { Offline } from "../../../web/src/lib/api";
import { speak, t } from "../../../web/src/lib/i18n";
import Aftermath from "../../../web/src/participant/close/Aftermath.svelte";
import ExchangeCard from "../../../web/src/participant/close/ExchangeCard.svelte";
import Later from "../../../web/src/participant/close/Later.svelte";
import Showcase from "../../../web/src/participant/close/Showcase.svelte";
import type { Me, MeApi } from "../../../web/src/participant/me";

speak("en", { en: `${common}\n${participant}`, de: "" });

afterEach(() => document.body.replaceChildren());

const HELD = {
  ...{ answered: false, groups: 1, ideas: [], offered: 0, opened: 0, consents: [], mails: [], wantsMails: null },
  deletedOn: 0,
};
const STANDING = {
  me: async () => ({ profile: { name: "Mara" }, address: null, confirmed: false, asksLater: true, series: null }),
  reflection: async () => ({ learned: null, couldGrow: null, lookForward: null, line: "" }),
  held: async () => HELD,
};

test("what we hold is counted anew when an answer above it was saved", async () => {
  let answered = false;
  const api = {
    ...STANDING,
    relations: async () => [],
    putReflection: async () => {
      answered = true;
    },
    held: async () => ({ ...HELD, answered }),
  } as unknown as MeApi;
  const page = mount(Aftermath, { target: document.body, props: { api, asks: true, onerased: () => {} } });
  await vi.waitFor(() => expect(document.querySelector("#data")?.textContent).toContain("not answered"));
  document.querySelector<HTMLInputElement>("fieldset input")?.click();
  flushSync();
  await vi.waitFor(() => expect(document.querySelector("#data")?.textContent).toContain("answered; nobody reads"));
  await unmount(page);
});

test("who left the group early reads no invitation to show its result, but what others have proposed", () => {
  const props = { api: {} as MeApi, group: "g1", written: async () => "", left: true, showcase: undefined };
  mount(Showcase, { target: document.body, props });
  expect(document.body.textContent?.trim()).toBe("");
  const proposed = { text: "t1", title: "A letter", mine: false, shown: false, missing: [] };
  mount(Showcase, { target: document.body, props: { ...props, showcase: proposed } });
  expect(document.body.textContent).toContain("A letter");
});

/** An answer that comes when the test says so. */
function later<T>(): { answer: (value: T) => void; promise: Promise<T> } {
  let answer: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    answer = resolve;
  });
  return { answer, promise };
}

const partner = { partner: "p2", name: "Jonas", round: 1, group: "g1", symbol: 1, colour: 1, groups: [] };
const mine = { mail: "mara@example.org" };

function button(words: string): HTMLButtonElement {
  const found = [...document.querySelectorAll("button")].find((each) => each.innerText.trim() === words);
  if (!found) throw new Error(`no button '${words}' in: ${document.body.innerText}`);
  return found;
}

test("on a slow network a card doesn't ask again what has just been answered", async () => {
  const looked = later<void>();
  const api = { offer: async () => {} } as unknown as MeApi;
  const props = { api, relation: { ...partner, mine: null }, contact: mine, onchange: () => looked.promise };
  mount(ExchangeCard, { target: document.body, props });
  button(t("exchange-yes")).click();
  flushSync();
  document.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  button(t("exchange-seal")).click();
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
  expect(document.body.innerText).not.toContain(t("exchange-ask", { name: "Jonas" }));
  looked.answer();
  await vi.waitFor(() => expect(document.querySelector("form")).toBeNull());
});

test("on a slow network nobody is invited to propose what they have just proposed", async () => {
  const looked = later<void>();
  const api = { propose: async () => {} } as unknown as MeApi;
  const props = { api, group: "g1", written: async () => "Dear us", left: false, showcase: undefined };
  mount(Showcase, { target: document.body, props: { ...props, onchange: () => looked.promise } });
  button(t("showcase-begin")).click();
  await vi.waitFor(() => expect(document.querySelector("form")).not.toBeNull());
  const title = document.querySelector<HTMLInputElement>("input");
  if (title) title.value = "A letter";
  title?.dispatchEvent(new Event("input"));
  button(t("showcase-propose")).click();
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
  expect(document.body.innerText).not.toContain(t("showcase-explain"));
  looked.answer();
  await vi.waitFor(() => expect(document.querySelector("form")).toBeNull());
});

test("a slow answer from before a yes was taken back doesn't bring it back", async () => {
  const sealed = [{ ...partner, mine }];
  const slow = later<typeof sealed>();
  const answers = [async () => sealed, () => slow.promise, async () => [{ ...partner, mine: null }]];
  const api = {
    ...STANDING,
    relations: () => answers.shift()?.(),
    withdraw: async () => {},
  } as unknown as MeApi;
  const page = mount(Aftermath, { target: document.body, props: { api, asks: true, onerased: () => {} } });
  await vi.waitFor(() => button(t("exchange-take-back")));
  document.dispatchEvent(new Event("visibilitychange")); // it looks, and is not answered
  button(t("exchange-take-back")).click();
  await vi.waitFor(() => button(t("exchange-yes")));
  slow.answer(sealed);
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
  button(t("exchange-yes"));
  await unmount(page);
});

test("of two clicks on one box the later one is kept, however slow the first is", async () => {
  const first = later<void>();
  const sent: boolean[] = [];
  const askLater = (on: boolean) => {
    sent.push(on);
    return sent.length === 1 ? first.promise : Promise.resolve();
  };
  const props = { api: { askLater } as unknown as MeApi, me: { asksLater: true } as Me, onsaved: () => {} };
  mount(Later, { target: document.body, props });
  const box = document.querySelector<HTMLInputElement>("input");
  box?.click();
  await tick();
  box?.click();
  await tick();
  expect(sent).toEqual([false]);
  first.answer();
  await vi.waitFor(() => expect(sent).toEqual([false, true]));
});

const RELATION = { partner: "p2", name: "Jonas", round: 1, group: "g1", symbol: 1, colour: 1, groups: [] };

function press(words: string): void {
  const found = [...document.querySelectorAll("button")].find((button) => button.innerText.trim() === words);
  if (!found) throw new Error(`no button '${words}' in: ${document.body.innerText}`);
  found.click();
  flushSync();
}

test("a saved answer whose new state does not come is not asked for again, and the state is fetched later", async () => {
  const answers = [async () => [RELATION], async () => Promise.reject(new Offline())];
  const withdraw = vi.fn(async () => {});
  const api = {
    me: async () => ({ profile: { name: "Mara" }, address: null, confirmed: false, asksLater: true, series: null }),
    reflection: async () => ({ learned: null, couldGrow: null, lookForward: null, line: "" }),
    relations: () => (answers.shift() ?? (async () => [{ ...RELATION, declined: true }]))(),
    withdraw,
    held: async () => ({ groups: 1, ideas: [], offered: 0, opened: 0, consents: [], mails: [], wantsMails: null }),
  } as unknown as MeApi;
  const page = mount(Aftermath, { target: document.body, props: { api, asks: true, onerased: () => {} } });
  await vi.waitFor(() => press(t("exchange-no")));
  await vi.waitFor(() => expect(document.body.innerText).toContain(t("exchange-done")));
  expect(document.body.innerText).not.toContain(t("error-offline"));
  expect(document.body.innerText).not.toContain(t("exchange-ask", { name: "Jonas" }));
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(document.body.innerText).toContain(t("exchange-declined", { name: "Jonas" })));
  expect(withdraw).toHaveBeenCalledOnce();
  await unmount(page);
});

test("what the page has fetched already is not fetched again, until something changes", async () => {
  const me = vi.fn(STANDING.me);
  const relations = vi.fn(async () => [{ ...partner, declined: true }]);
  const api = { ...STANDING, me, relations, withdraw: async () => {} } as unknown as MeApi;
  const known = { me: (await STANDING.me()) as unknown as Me, relations: [{ ...partner, mine }] };
  const page = mount(Aftermath, { target: document.body, props: { api, known, asks: true, onerased: () => {} } });
  await vi.waitFor(() => button(t("exchange-take-back")));
  expect([me.mock.calls.length, relations.mock.calls.length]).toEqual([0, 0]);
  button(t("exchange-take-back")).click();
  await vi.waitFor(() => button(t("exchange-after-all")));
  expect([me.mock.calls.length, relations.mock.calls.length]).toEqual([0, 1]);
  await unmount(page);
});

test("the keyboard stays on the card from question to sealed, and what is so then is said", async () => {
  let answer: (() => void) | undefined;
  const api = { offer: () => new Promise<void>((resolve) => (answer = resolve)) } as unknown as MeApi;
  const props = { api, relation: { ...partner, mine: null }, contact: mine, onchange: async () => {} };
  const page = mount(ExchangeCard, { target: document.body, props });
  flushSync();
  const said = document.querySelector("[role=status]");
  expect(said?.textContent).toContain(t("exchange-ask", { name: "Jonas" }));
  const pressed = async (words: string): Promise<void> => {
    button(words).focus();
    button(words).click();
    answer?.();
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Jonas"));
  };
  await pressed(t("exchange-yes"));
  await pressed(t("cancel"));
  await pressed(t("exchange-yes"));
  document.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  flushSync();
  button(t("exchange-seal")).focus();
  button(t("exchange-seal")).click();
  answer?.();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Jonas"));
  expect(said?.isConnected).toBe(true);
  await unmount(page);
});

test("what is open stays open when the page can't be had anew", async () => {
  const series = { name: "Tuesdays", on: false, here: false, days: 365 };
  const me = vi.fn(async () => ({ profile: { name: "Mara" }, address: "a@example.org", confirmed: true, series }));
  const api = {
    me,
    reflection: async () => ({ learned: null, couldGrow: null, lookForward: null, line: "" }),
    relations: async () => [RELATION],
    remember: async () => {},
    held: async () => ({ groups: 1, ideas: [], offered: 0, opened: 0, consents: [], mails: [], wantsMails: null }),
  } as unknown as MeApi;
  const page = mount(Aftermath, { target: document.body, props: { api, asks: true, onerased: () => {} } });
  await vi.waitFor(() => press(t("exchange-yes")));
  me.mockRejectedValue(new Offline());
  press(t("series-on"));
  await vi.waitFor(() => expect(document.body.innerText).toContain(t("error-offline")));
  expect(document.body.innerText).toContain(t("exchange-seal"));
  await unmount(page);
});
