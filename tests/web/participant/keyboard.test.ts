// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { watchKeyboard } from "../../../web/src/participant/work/keyboard";

class FakeViewport extends EventTarget {
  scale = 1;
  offsetTop = 0;
  height = window.innerHeight;
}

it("tells how much of the foot a keyboard covers, and nothing of a page that is zoomed in", () => {
  const viewport = new FakeViewport();
  let covered = 0;
  const stop = watchKeyboard(() => covered++, viewport as unknown as VisualViewport);
  const told = () => document.documentElement.style.getPropertyValue("--keyboard");
  const change = (to: Partial<FakeViewport>, event: string) => {
    Object.assign(viewport, to);
    viewport.dispatchEvent(new Event(event));
    return told();
  };
  const there = () => document.documentElement.hasAttribute("data-keyboard");
  expect(told()).toBe("0px");
  expect(covered).toBe(0);
  expect(change({ height: window.innerHeight - 60 }, "resize")).toBe("60px");
  expect(there()).toBe(false); // a bar of the browser
  expect(covered).toBe(1);
  expect(change({ height: window.innerHeight - 300 }, "resize")).toBe("300px");
  expect(there()).toBe(true);
  expect(covered).toBe(2);
  expect(change({ offsetTop: 120 }, "scroll")).toBe("180px");
  expect(covered).toBe(2);
  expect(change({ scale: 2 }, "resize")).toBe("0px");
  expect(there()).toBe(false);
  change({ scale: 1 }, "resize");
  stop();
  expect(there()).toBe(false);
  expect(change({ scale: 1 }, "resize")).toBe("");
});
