import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, Offline } from "../../../web/src/lib/api";
import { ThoughtKeeper, type ThoughtState } from "../../../web/src/participant/work/thought";

let kept: Map<string, string>;
let sent: string[];
let states: ThoughtState[];
let due: { ms: number; what: () => void }[];
let fails: Error | null;
let refused: string[];
let held: Promise<void>;

function keeper(): ThoughtKeeper {
  return new ThoughtKeeper({
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    key: "k",
    put: async (text) => {
      if (fails) throw fails;
      sent.push(text);
      await held;
    },
    after: (ms, what) => {
      const one = { ms, what };
      due.push(one);
      return () => {
        due = due.filter((each) => each !== one);
      };
    },
    onState: (state) => states.push(state),
    onRefused: (text) => refused.push(text),
  });
}

async function pass(): Promise<void> {
  const [next] = due.splice(0);
  next?.what();
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

beforeEach(() => {
  kept = new Map();
  sent = [];
  states = [];
  due = [];
  fails = null;
  refused = [];
  held = Promise.resolve();
});

describe("K7 what is thought alone is not lost", () => {
  it("goes to the server after a pause, and is then no more on this device", async () => {
    const mine = keeper();
    expect(mine.begin("")).toBe("");
    mine.typed("a");
    mine.typed("a garden");
    expect([kept.get("k"), due.length]).toEqual(["a garden", 1]);
    await pass();
    expect([sent, states.at(-1), kept.size]).toEqual([["a garden"], "saved", 0]);
  });

  it("is kept while there is no connection, tried again, and survives a reload", async () => {
    fails = new Offline();
    const mine = keeper();
    mine.begin("");
    mine.typed("a garden");
    await pass();
    expect([states.at(-1), kept.get("k")]).toEqual(["kept", "a garden"]);
    mine.stop();
    fails = null;
    const again = keeper();
    expect(again.begin("a")).toBe("a garden");
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect([sent, states.at(-1), kept.size]).toEqual([["a garden"], "saved", 0]);
  });

  it("is handed out when the server takes it no more, and nothing is sent after that", async () => {
    fails = new ApiError(409, "no-round-is-running");
    const mine = keeper();
    mine.begin("");
    mine.typed("a garden");
    await pass();
    expect([refused, due.length, kept.size]).toEqual([["a garden"], 0, 0]);
    fails = null;
    await mine.flush();
    expect(sent).toEqual([]);
  });

  it("is tried again while the server is busy", async () => {
    fails = new ApiError(429, "too-many-requests");
    const mine = keeper();
    mine.begin("");
    mine.typed("a garden");
    await pass();
    expect([refused, due.length, states.at(-1)]).toEqual([[], 1, "kept"]);
  });

  it("sends what was typed while something was under way", async () => {
    const mine = keeper();
    mine.begin("");
    mine.typed("one");
    let arrive = () => {};
    held = new Promise((resolve) => {
      arrive = resolve;
    });
    const first = mine.flush();
    await Promise.resolve();
    mine.typed("two");
    arrive();
    await first;
    expect(kept.get("k")).toBe("two");
    await mine.flush();
    expect([sent, kept.size]).toEqual([["one", "two"], 0]);
  });
});
