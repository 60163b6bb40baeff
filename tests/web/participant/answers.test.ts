// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import Answers from "../../../web/src/participant/Answers.svelte";
import type { Session } from "../../../web/src/participant/session.svelte";

speak("en", { en: participant, de: "" });

let page: ReturnType<typeof mount>;
let kept: { name: string }[];
afterEach(async () => {
  await unmount(page);
  sessionStorage.clear();
});

const field = () => document.querySelector<HTMLInputElement>("#name");

async function open(): Promise<void> {
  kept = [];
  const me = { person: "me", profile: { name: "Mara" }, address: null, deletedOn: 0, others: [] };
  const session = {
    panel: "answers",
    me,
    refreshMe: async () => me,
    api: { workshop: "w", putProfile: async (profile: { name: string }) => kept.push(profile) },
  } as unknown as Session;
  page = mount(Answers, { target: document.body, props: { session } });
  await expect.poll(field).not.toBeNull();
}

function type(name: string): void {
  const at = field() as HTMLInputElement;
  at.value = name;
  at.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

/** A round begins, and ends. */
async function again(): Promise<string | undefined> {
  await unmount(page);
  await open();
  return field()?.value;
}

test("answers that were begun when a round came are there afterwards, until they are saved", async () => {
  await open();
  expect(document.body.textContent).not.toContain(t("form-begun"));
  type("Maraike");
  expect(await again()).toBe("Maraike");
  expect(document.body.textContent).toContain(t("form-begun"));
  document.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  await expect.poll(() => kept.map((profile) => profile.name)).toEqual(["Maraike"]);
  await expect.poll(() => sessionStorage.length).toBe(0);
  expect(await again()).toBe("Mara");
});

test("answers that one goes back from without saving are not there again", async () => {
  await open();
  type("Maraike");
  const back = t("back-without-saving");
  [...document.querySelectorAll("button")].find((each) => each.textContent === back)?.click();
  expect(await again()).toBe("Mara");
});
