// @vitest-environment happy-dom
import { mount, unmount } from "svelte";
import { expect, test, vi } from "vitest";
import { speak } from "../../../web/src/lib/i18n";
import Languages from "../../../web/src/lib/Languages.svelte";

test("another language is the same page: its part, and the step of its history, go on", async () => {
  speak("en");
  const replace = vi.spyOn(location, "replace").mockImplementation(() => {});
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  history.replaceState(null, "", "/w/ABCD-EFGH?from=mail");
  const page = mount(Languages, { target: document.body });
  history.replaceState({ step: 3 }, "", "?from=mail#new"); // after the links were drawn
  document.querySelector<HTMLElement>("a[hreflang=de]")?.click();
  expect([replace.mock.calls, reload.mock.calls.length]).toEqual([[], 1]);
  expect(location.href).toBe(`${location.origin}/w/ABCD-EFGH?from=mail&lang=de#new`);
  expect(history.state).toEqual({ step: 3 });
  await unmount(page);
});
