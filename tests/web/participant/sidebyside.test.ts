// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import type { GroupView } from "../../../web/src/lib/wire";
import type { Thoughts } from "../../../web/src/participant/me";
import type { Session } from "../../../web/src/participant/session.svelte";
import SideBySide from "../../../web/src/participant/work/SideBySide.svelte";

afterEach(() => vi.useRealTimers());

const GROUP = { id: "g1", partners: [{ id: "p2", name: "Jonas", present: true }] } as unknown as GroupView;

async function looksIn(ms: number, found: Thoughts): Promise<number> {
  vi.useFakeTimers();
  const thoughts = vi.fn(async () => found);
  const session = { api: { thoughts } } as unknown as Session;
  const page = mount(SideBySide, { target: document.body, props: { session, group: GROUP } });
  flushSync();
  await vi.advanceTimersByTimeAsync(ms);
  await unmount(page);
  return thoughts.mock.calls.length;
}

test("K7 whoever wrote nothing is not asked for all through the round", async () => {
  expect(await looksIn(60_000, { mine: "", others: [] })).toBe(3);
});

test("K7 while somebody may still think alone, it is looked again", async () => {
  expect(await looksIn(60_000, { mine: "", others: null })).toBeGreaterThan(10);
});
