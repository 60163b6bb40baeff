// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GroupView, TaskView } from "../../../web/src/lib/wire";
import type { Session } from "../../../web/src/participant/session.svelte";
import Nudge from "../../../web/src/participant/work/Nudge.svelte";
import { SILENT_MS } from "../../../web/src/participant/work/stall";

const TASK = { roles: ["writes", "asks"], prompts: ["What is the smallest step?"] } as unknown as TaskView;
const GROUP = { id: "g1", ready: false, swaps: 2, partners: [{ ready: false, present: true }] } as unknown as GroupView;

let done: unknown[];
let live = $state({ now: 0 });
let off = $state(false);
let card: ReturnType<typeof mount>;

beforeEach(() => {
  [live.now, off, done] = [0, false, []];
  const session = { live, do: async (command: unknown) => done.push(command) } as unknown as Session;
  const props = {
    session,
    group: GROUP,
    task: TASK,
    running: true,
    typed: { mine: 0, theirs: 0 },
    onoff: () => (off = true),
  };
  card = mount(Nudge, {
    target: document.body,
    props: {
      ...props,
      get off() {
        return off;
      },
    },
  });
  flushSync();
});

afterEach(() => unmount(card));

/** Nobody types; what then stands there, aloud. */
function silence(): string {
  live.now += SILENT_MS;
  flushSync();
  return said();
}

function said(): string {
  return document.querySelector("[role=status] p")?.textContent ?? "";
}

function press(which: number): void {
  document.querySelectorAll("button")[which]?.click();
  flushSync();
}

describe("K9 the card that a stuck group reads", () => {
  it("brings the task's own prompt, and goes when it is put away", () => {
    expect(said()).toBe("");
    expect(silence()).toBe("What is the smallest step?");
    press(0);
    expect(said()).toBe("");
    expect(done).toEqual([]);
  });

  it("swaps the roles and calls the facilitator only for who says so", () => {
    for (let prompts = 0; prompts < 2; prompts++) {
      silence();
      press(0);
    }
    silence();
    press(0);
    expect(done).toEqual([{ t: "swapRoles", group: "g1", swaps: 2 }]);
    silence();
    press(1);
    expect(done).toHaveLength(1);
    expect(silence()).toBe("");
  });

  it("is silent from then on when they want no more of it", () => {
    silence();
    press(1);
    expect(off).toBe(true);
    expect(said()).toBe("");
    expect(silence()).toBe("");
  });
});
