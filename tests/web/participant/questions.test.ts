// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { expect, test } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak } from "../../../web/src/lib/i18n";
import Questions from "../../../web/src/participant/close/Questions.svelte";
import type { MeApi } from "../../../web/src/participant/me";

speak("en", { en: participant, de: "" });

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
