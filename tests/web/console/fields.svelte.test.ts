// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import de from "$locales/de/console.ftl?raw";
import en from "$locales/en/console.ftl?raw";
import PictureFields from "../../../web/src/console/PictureFields.svelte";
import PlaceFields from "../../../web/src/console/PlaceFields.svelte";
import { speak, t } from "../../../web/src/lib/i18n";

speak("en", { de, en });

let form: ReturnType<typeof mount>;
afterEach(async () => {
  await unmount(form);
  vi.unstubAllGlobals();
});

describe("the number of tables", () => {
  it("counts when it is finished: on the way to 10 stands 1, and no name is lost by it", () => {
    const named = ["Window", "Door", "Stage"].map((name) => ({ name, remote: false }));
    const props = $state({ places: named, size: 2, language: "en" as const, problems: new Map() });
    form = mount(PlaceFields, { target: document.body, props });
    const field = document.querySelector<HTMLInputElement>("#places");
    if (!field) throw new Error("no field");
    for (const typed of ["1", "10"]) {
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      flushSync();
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
    flushSync();
    const names = [...document.querySelectorAll<HTMLInputElement>("li input:not([type])")].map((name) => name.value);
    expect([names.length, names.slice(0, 4)]).toEqual([10, ["Window", "Door", "Stage", "Table 4"]]);
  });
});

describe("a picture that does not load", () => {
  function missing(answer: () => Promise<Response>): string[] {
    const asked: string[] = [];
    vi.stubGlobal("fetch", (where: string) => {
      asked.push(where);
      return answer();
    });
    const pictures = [{ id: "one", width: 40, height: 30, alt: "A plan of the room" }];
    const props = $state({ pictures, base: "/pictures", field: "p", problems: new Map() });
    form = mount(PictureFields, { target: document.body, props });
    document.querySelector("img")?.dispatchEvent(new Event("error"));
    return asked;
  }
  const described = () => document.querySelector<HTMLInputElement>(".picture input")?.value;
  const said = () => document.querySelector("[role=alert]")?.textContent;

  it.each([
    ["without a network", () => Promise.reject(new TypeError("no network"))],
    ["signed out", async () => new Response("", { status: 401 })],
    ["behind a proxy whose server starts", async () => new Response("", { status: 502 })],
  ])("stays with its description %s", async (_, answer) => {
    expect(missing(answer)).toEqual(["/pictures/one"]);
    await vi.waitFor(() => expect(said()).toBe(t("form-picture-missed")));
    expect(described()).toBe("A plan of the room");
  });

  it("goes when the server has it no more, and that is said", async () => {
    missing(async () => new Response("", { status: 404 }));
    await vi.waitFor(() => expect(said()).toBe(t("form-picture-gone")));
    expect(described()).toBeUndefined();
  });
});
