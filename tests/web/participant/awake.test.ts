import { describe, expect, it } from "vitest";
import { keepAwake } from "../../../web/src/participant/awake";

/** A page and a device of which the test decides whether they are looked at and whether they stay awake. */
function room(refuses = false) {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  let held = 0;
  const release = async () => {
    held -= 1;
  };
  const request = async () => {
    if (refuses) throw new DOMException("low battery", "NotAllowedError");
    held += 1;
    return { release } as WakeLockSentinel;
  };
  const turn = async (state: string) => {
    if (state === "hidden") held = 0; // the browser's own doing
    page.visibilityState = state;
    page.dispatchEvent(new Event("visibilitychange"));
    await Promise.resolve();
  };
  const device = { wakeLock: { request } } as unknown as Navigator;
  return { page: page as unknown as Document, device, turn, held: () => held };
}

const settled = () => new Promise((done) => setTimeout(done));

describe("the screen", () => {
  it("stays on, also when one has looked elsewhere meanwhile, until it need not any more", async () => {
    const { page, device, turn, held } = room();
    const end = keepAwake(page, device);
    await settled();
    expect(held()).toBe(1);
    await turn("hidden");
    expect(held()).toBe(0);
    await turn("visible");
    await settled();
    expect(held()).toBe(1);
    end();
    await settled();
    expect(held()).toBe(0);
    await turn("visible");
    await settled();
    expect(held()).toBe(0);
  });

  it("is let go when the browser answers too late", async () => {
    const { page, device, held } = room();
    keepAwake(page, device)();
    await settled();
    expect(held()).toBe(0);
  });

  it("goes dark where the browser refuses or cannot", async () => {
    const { page, device, held } = room(true);
    keepAwake(page, device);
    keepAwake(page, {} as Navigator);
    await settled();
    expect(held()).toBe(0);
  });
});
