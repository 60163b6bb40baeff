// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { expect, test, vi } from "vitest";
import de from "$locales/de/console.ftl?raw";
import en from "$locales/en/console.ftl?raw";
import * as forms from "../../../web/src/console/form";
import NewWorkshop from "../../../web/src/console/NewWorkshop.svelte";
import { speak, t } from "../../../web/src/lib/i18n";

test("back from the workshop that was made, the form can be sent again", async () => {
  speak("en", { de, en });
  vi.stubGlobal("fetch", async (_: string, asked: RequestInit) =>
    Response.json(asked.method === "POST" ? { workshop: "w1" } : []),
  );
  const assign = vi.spyOn(location, "assign").mockImplementation(() => {});
  const example = forms.freshForm("en");
  forms.keep(localStorage, { ...example, title: "Learning together", facilitator: "Ada" });
  const page = mount(NewWorkshop, { target: document.body, props: { language: "en" } });
  flushSync();
  const button = () => document.querySelector<HTMLButtonElement>("button.primary");
  button()?.click();
  await vi.waitFor(() => expect(assign).toHaveBeenCalledWith("/console/w1"));
  flushSync();
  expect(button()?.textContent).toBe(t("form-creating"));
  dispatchEvent(new Event("pageshow"));
  flushSync();
  expect([button()?.textContent, button()?.getAttribute("aria-disabled")]).toEqual([t("form-create"), "false"]);
  await unmount(page);
  vi.unstubAllGlobals();
});
