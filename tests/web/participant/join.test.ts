// @vitest-environment happy-dom
import { flushSync, mount, tick } from "svelte";
import { expect, test, vi } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import Join from "../../../web/src/participant/join/Join.svelte";
import type { Invitation } from "../../../web/src/participant/screen";
import type { Session } from "../../../web/src/participant/session.svelte";

speak("en", { en: participant, de: "" });

test("whoever skips a question sends nothing of what stands in its fields", async () => {
  const join = vi.fn();
  const session = { code: "ABCD", join } as unknown as Session;
  const invitation = { title: "Lernwerkstatt" } as Invitation;
  mount(Join, { target: document.body, props: { session, invitation } });
  const type = (id: string, words: string): void => {
    const field = document.querySelector<HTMLInputElement>(`#${id}`);
    if (!field) throw new Error(`no field ${id}`);
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const press = async (words: string): Promise<void> => {
    [...document.querySelectorAll("button")].find((button) => button.innerText.trim() === words)?.click();
    flushSync();
    await tick();
  };
  const heading = () => document.querySelector("h1")?.innerText;

  type("name", "Mara");
  await press(t("continue"));
  document.querySelector<HTMLInputElement>("[name=level]")?.click();
  await press(t("join-skip"));
  document.querySelectorAll<HTMLInputElement>("[type=checkbox]")[2]?.click();
  type("other-langs", "Finnish");
  await press(t("join-skip"));
  expect(heading()).toBe(t("join-work-heading"));
  for (const id of ["working-on", "interests", "teach", "learn"]) type(id, "nobody's business");
  await press(t("join-skip"));
  type("address", "mara@example.org");
  await press(t("join-skip"));

  await vi.waitFor(() => expect(join).toHaveBeenCalled());
  const [, profile, address] = join.mock.calls[0] ?? [];
  expect([profile.name, profile.level, profile.langs, address]).toEqual(["Mara", null, ["en"], null]);
  expect([profile.workingOn, profile.interests, profile.teach, profile.learn]).toEqual(["", [], [], []]);
});
