// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { EditorView } from "@codemirror/view";
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import { writeSyncStep2, writeUpdate } from "y-protocols/sync";
import { Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import type { Heard } from "../../../web/src/participant/work/announcer";
import { PAUSE_MS, SELDOM_MS } from "../../../web/src/participant/work/announcer";
import { calmWait, refusalBy } from "../../../web/src/participant/work/closing";
import { openPaper, type PaperHandle, type PaperState } from "../../../web/src/participant/work/paper";

class FakeWebSocket {
  static all: FakeWebSocket[] = [];
  readonly OPEN = 1;
  readyState = 1;
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
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
let heard: Heard[];
const refused = () => states.at(-1)?.refused ?? null;

function sentAway(code: number): void {
  const socket = FakeWebSocket.all.at(-1);
  socket?.onopen?.();
  socket?.onclose?.({ code, reason: "" });
}

beforeEach(() => {
  FakeWebSocket.all = [];
  states = [];
  heard = [];
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
    words: { label: "Shared text", describedBy: "", placeholder: "" },
    onState: (state) => states.push(state),
    onIdeas: () => {},
    onMarked: () => {},
    onHeard: (where) => heard.push(where),
    newId: () => "i",
    onTyped: () => {},
    onQuiet: () => {},
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

/** The partner's side of the socket: what they write arrives at once. */
class Partner {
  doc = new Doc();
  #awareness = new Awareness(this.doc);
  #socket = FakeWebSocket.all.at(-1);

  constructor() {
    this.#socket?.onopen?.();
    this.#say(0, (encoder) => writeSyncStep2(encoder, this.doc));
    this.#awareness.setLocalState({ user: { person: "p2" } });
    const states = encodeAwarenessUpdate(this.#awareness, [this.doc.clientID]);
    this.#say(1, (encoder) => writeVarUint8Array(encoder, states));
  }
  types(at: number, words: string): void {
    const before = encodeStateVector(this.doc);
    this.doc.getText("text").insert(at, words);
    this.#say(0, (encoder) => writeUpdate(encoder, encodeStateAsUpdate(this.doc, before)));
  }
  #say(kind: number, write: (encoder: ReturnType<typeof createEncoder>) => void): void {
    const encoder = createEncoder();
    writeVarUint(encoder, kind);
    write(encoder);
    this.#socket?.onmessage?.({ data: toUint8Array(encoder).slice().buffer });
  }
}

function editor(): EditorView {
  const view = EditorView.findFromDOM(document.body);
  if (!view) throw new Error("no editor");
  return view;
}

function type(words: string): void {
  const view = editor();
  view.dispatch({ changes: { from: view.state.doc.length, insert: words }, userEvent: "input.type" });
}

function press(key: string, more: KeyboardEventInit = {}): void {
  editor().contentDOM.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

describe("two in one text", () => {
  it("undo takes back one's own edits only (T7)", () => {
    const partner = new Partner();
    type("mine");
    partner.types(0, "theirs ");
    const [before, after] = [paper.text(), "theirs "];
    press("z", { ctrlKey: true });
    press("z", { ctrlKey: true });
    expect([before.includes("mine"), paper.text()]).toEqual([true, after]);
    press("y", { ctrlKey: true });
    expect(paper.text()).toBe(before);
  });

  it("what others write is told after they have paused, and not often", async () => {
    const partner = new Partner();
    partner.types(0, "a");
    await Promise.resolve();
    vi.advanceTimersByTime(PAUSE_MS - 1);
    partner.types(1, "\nb");
    await Promise.resolve();
    vi.advanceTimersByTime(PAUSE_MS - 1);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual([{ person: "p2", line: 1 }]);
    partner.types(3, "c");
    await Promise.resolve();
    vi.advanceTimersByTime(SELDOM_MS - 1);
    expect(heard).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(heard.at(-1)).toEqual({ person: "p2", line: 2 });
  });

  it("one's own words, and those that were there before, are not told", async () => {
    new Partner();
    type("mine");
    await Promise.resolve();
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual([]);
  });

  it("Tab leaves the text, and the text says what it is", () => {
    const event = new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true });
    editor().contentDOM.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
    expect(editor().contentDOM.getAttribute("aria-label")).toBe("Shared text");
  });
});

it("colours code by the language that its block names, which is fetched when there is one", async () => {
  vi.useRealTimers();
  type("Some *words*\n\n```py\ndef f(): return 'x'  # why\n```\n");
  const classOf = (words: string) =>
    [...editor().contentDOM.querySelectorAll("span")].find((span) => span.textContent === words)?.className ?? "";
  await vi.waitFor(() => expect(classOf("def")).toContain("code-keyword"));
  expect(classOf("'x'")).toContain("code-string");
  expect(classOf("# why")).toContain("code-comment");
  expect(editor().contentDOM.querySelectorAll(".md-block")).toHaveLength(3);
});

it("waits longer from time to time, and never for ever", () => {
  expect([0, 1, 2, 9].map((times) => calmWait(times, 1))).toEqual([2_000, 4_000, 8_000, 30_000]);
  expect(calmWait(0, 0)).toBe(1_000);
});

it("takes a lost line for no refusal", () => {
  expect([1000, 1006, 1011, 1013, 4500].map(refusalBy)).toEqual([null, null, null, null, null]);
});
