// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import Questions from "../../../web/src/participant/close/Questions.svelte";
import type { MeApi } from "../../../web/src/participant/me";

speak("en", { en: participant, de: "" });

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
