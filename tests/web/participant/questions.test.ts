// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import common from "../../../web/locales/en/common.ftl?raw";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { Offline } from "../../../web/src/lib/api";
import { speak, t } from "../../../web/src/lib/i18n";
import Questions from "../../../web/src/participant/close/Questions.svelte";
import type { MeApi } from "../../../web/src/participant/me";

speak("en", { en: `${common}\n${participant}`, de: "" });

afterEach(() => document.body.replaceChildren());

const NOTHING = { learned: null, couldGrow: null, lookForward: null };

test("each of the five answers has its words for the ear; for the eye the chosen one stands between the ends", () => {
  const api = { putReflection: async () => {} } as unknown as MeApi;
  mount(Questions, { target: document.body, props: { api, reflection: NOTHING, onsaved: () => {} } });
  const question = document.querySelector("fieldset");
  const spoken = [...(question?.querySelectorAll("label") ?? [])].map((label) => label.textContent?.trim());
  expect(spoken).toEqual(["Not at all", "Rather not", "Partly", "Rather yes", "Very much"]);
  const ends = () => [...(question?.querySelectorAll(".ends > *") ?? [])].map((each) => each.textContent);
  expect(ends()).toEqual(["Not at all", "", "Very much"]);
  const choose = (which: number) => {
    question?.querySelectorAll<HTMLInputElement>("input")[which]?.click();
    flushSync();
  };
  choose(3);
  expect(ends()).toEqual(["Not at all", "Rather yes", "Very much"]);
  choose(4);
  expect(ends()).toEqual(["Not at all", "", "Very much"]);
});

test("on a slow network 'saved' is said of the last answer, not of one before it", async () => {
  const answered: (() => void)[] = [];
  const api = {
    putReflection: () => new Promise<void>((answer) => answered.push(answer)),
  } as unknown as MeApi;
  mount(Questions, { target: document.body, props: { api, reflection: NOTHING, onsaved: () => {} } });
  const status = () => document.querySelector("[role=status]")?.textContent;
  const choose = (question: number) => {
    document.querySelectorAll("fieldset")[question]?.querySelector<HTMLInputElement>("input")?.click();
  };
  choose(0);
  await vi.waitFor(() => expect(answered).toHaveLength(1));
  choose(1);
  await new Promise((resolve) => setTimeout(resolve));
  answered[0]?.();
  await vi.waitFor(() => expect(answered).toHaveLength(2));
  flushSync();
  expect(status()).toBe(t("questions-saving"));
  answered[1]?.();
  await vi.waitFor(() => expect(status()).toBe(t("questions-saved")));
});

test("a line that is just typed goes out when the page is left, and what failed with the next network", async () => {
  document.body.replaceChildren();
  const sent: (string | undefined)[] = [];
  let offline = true;
  const putReflection = async ({ line }: { line?: string }): Promise<void> => {
    sent.push(line);
    if (offline) throw new Offline();
  };
  const props = { api: { putReflection } as unknown as MeApi, reflection: NOTHING, onsaved: () => {} };
  const page = mount(Questions, { target: document.body, props });
  const line = document.querySelector("textarea");
  if (!line) throw new Error("no line");
  line.value = "good";
  line.dispatchEvent(new Event("input", { bubbles: true }));
  expect(sent).toEqual([]);
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(document.querySelector("[role=alert]")).not.toBeNull());
  offline = false;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(document.querySelector("[role=alert]")).toBeNull());
  expect(sent).toEqual(["good", "good"]);
  await unmount(page);
  await Promise.resolve();
  expect(sent).toHaveLength(2);
});
