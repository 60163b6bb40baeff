// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { calmWait, refusalBy } from "../../../web/src/participant/work/closing";
import { openPaper, type PaperHandle, type PaperState } from "../../../web/src/participant/work/paper";

class FakeWebSocket {
  static all: FakeWebSocket[] = [];
  readonly OPEN = 1;
  readyState = 1;
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeWebSocket.all.push(this);
  }
  send(): void {}
  close(): void {}
}

let paper: PaperHandle;
let states: PaperState[];
const refused = () => states.at(-1)?.refused ?? null;

function sentAway(code: number): void {
  const socket = FakeWebSocket.all.at(-1);
  socket?.onopen?.();
  socket?.onclose?.({ code, reason: "" });
}

beforeEach(() => {
  FakeWebSocket.all = [];
  states = [];
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  paper = openPaper({
    parent: document.body,
    serverUrl: "wss://here/workspace/w",
    workshop: "w",
    group: "g1",
    person: "p1",
    nameOf: () => "",
    nonce: "",
    words: { label: "", describedBy: "", placeholder: "" },
    onState: (state) => states.push(state),
    onIdeas: () => {},
    onMarked: () => {},
    newId: () => "i",
    onDocumentSaved: () => () => {},
  });
});

afterEach(() => {
  paper.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the editor", () => {
  it.each([4408, 4429])("comes back by itself, calmly, after %i", (code) => {
    sentAway(code);
    expect(refused()).toBeNull();
    vi.advanceTimersByTime(900);
    paper.online(true); // the live socket has its own ups and downs
    expect(FakeWebSocket.all).toHaveLength(1);
    vi.advanceTimersByTime(1_200);
    expect(FakeWebSocket.all).toHaveLength(2);
    sentAway(code);
    vi.advanceTimersByTime(1_900);
    expect(FakeWebSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(2_200);
    expect(FakeWebSocket.all).toHaveLength(3);
  });

  it.each([
    [4400, "refused"],
    [4401, "refused"],
    [4403, "refused"],
    [4404, "refused"],
    [4413, "full"],
    [1009, "full"],
  ])("says after %i that nothing more is taken", (code, why) => {
    sentAway(code);
    vi.advanceTimersByTime(120_000);
    expect([FakeWebSocket.all.length, refused()]).toEqual([1, why]);
  });

  it("does not come back while there is no network", () => {
    sentAway(4408);
    paper.online(false);
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.all).toHaveLength(1);
    paper.online(true);
    expect(FakeWebSocket.all).toHaveLength(2);
  });
});

it("waits longer from time to time, and never for ever", () => {
  expect([0, 1, 2, 9].map((times) => calmWait(times, 1))).toEqual([2_000, 4_000, 8_000, 30_000]);
  expect(calmWait(0, 0)).toBe(1_000);
});

it("takes a lost line for no refusal", () => {
  expect([1000, 1006, 1011, 1013, 4500].map(refusalBy)).toEqual([null, null, null, null, null]);
});
