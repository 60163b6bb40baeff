// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import common from "../../../web/locales/en/common.ftl?raw";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak } from "../../../web/src/lib/i18n";
import Aftermath from "../../../web/src/participant/close/Aftermath.svelte";
import Showcase from "../../../web/src/participant/close/Showcase.svelte";
import type { MeApi } from "../../../web/src/participant/me";

speak("en", { en: `${common}\n${participant}`, de: "" });

afterEach(() => document.body.replaceChildren());

test("what we hold is counted anew when an answer above it was saved", async () => {
  let answered = false;
  const held = vi.fn(async () => ({
    answered,
    ...{ groups: 1, ideas: [], offered: 0, opened: 0, consents: [], mails: [], wantsMails: null, deletedOn: 0 },
  }));
  const api = {
    me: async () => ({ profile: { name: "Mara" }, address: null, confirmed: false, asksLater: true, series: null }),
    reflection: async () => ({ learned: null, couldGrow: null, lookForward: null, line: "" }),
    relations: async () => [],
    putReflection: async () => {
      answered = true;
    },
    held,
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
