import "fake-indexeddb/auto";
import { createDecoder, readVarUint } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint } from "lib0/encoding";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { IndexeddbPersistence } from "y-indexeddb";
import { readSyncMessage, writeSyncStep1 } from "y-protocols/sync";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { forgetTexts, keptGroups, SAVED_UP_TO, storeName } from "../../../web/src/participant/keep";
import { extent } from "../../../web/src/participant/saved";
import { type BinarySocket, PATIENCE_MS } from "../../../web/src/participant/work/deliver";
import { type RefusedText, Unsent } from "../../../web/src/participant/work/unsent";

/** A room of the server on the other side of fake sockets: relays at once, is durable when `save` is called. */
class FakeRoom {
  doc = new Doc();
  sockets: FakeSocket[] = [];
  listeners = new Set<(group: string, upTo: string) => void>();
  savesByItself = true;
  /** Codes by which the next sockets are closed before they open. */
  closes: number[] = [];

  readonly open = (_group: string): BinarySocket => {
    const socket = new FakeSocket(this);
    this.sockets.push(socket);
    queueMicrotask(() => socket.begin());
    return socket;
  };
  readonly onDocumentSaved = (listener: (group: string, upTo: string) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  save(): void {
    const upTo = extent(this.doc);
    for (const listener of this.listeners) listener("g1", upTo);
  }
  get text(): string {
    return this.doc.getText("text").toString();
  }
}

class FakeSocket implements BinarySocket {
  binaryType = "";
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  closed = false;

  constructor(readonly room: FakeRoom) {}

  begin(): void {
    if (this.closed) return;
    const code = this.room.closes.shift();
    if (code !== undefined) {
      this.onclose?.({ code } as never);
      return;
    }
    this.onopen?.({} as never);
    const encoder = createEncoder();
    writeVarUint(encoder, 0);
    writeSyncStep1(encoder, this.room.doc);
    this.#says(toUint8Array(encoder));
    this.#saveSoon();
  }
  send(data: Uint8Array<ArrayBuffer>): void {
    const decoder = createDecoder(data);
    readVarUint(decoder);
    const encoder = createEncoder();
    writeVarUint(encoder, 0);
    const before = JSON.stringify([...this.room.doc.store.clients.keys()]) + this.room.text;
    readSyncMessage(decoder, encoder, this.room.doc, this);
    if (toUint8Array(encoder).length > 1) queueMicrotask(() => this.#says(toUint8Array(encoder)));
    if (before !== JSON.stringify([...this.room.doc.store.clients.keys()]) + this.room.text) this.#saveSoon();
  }
  close(): void {
    this.closed = true;
  }
  #says(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.closed) this.onmessage?.({ data: frame.slice().buffer } as never);
  }
  #saveSoon(): void {
    if (this.room.savesByItself) setTimeout(() => this.room.save(), 5);
  }
}

let room: FakeRoom;
let waiting: number[];
let refused: readonly RefusedText[];
let unsent: Unsent;
let welcome: boolean;

async function typed(write: (doc: Doc) => void, mark = false): Promise<void> {
  const doc = new Doc();
  const kept = new IndexeddbPersistence(storeName("w", "g1"), doc);
  await kept.whenSynced;
  write(doc);
  if (mark) await kept.set(SAVED_UP_TO, extent(doc));
  // A transaction after the last one is over when all before it are.
  await kept.get(SAVED_UP_TO);
  await kept.destroy();
}

beforeEach(async () => {
  await forgetTexts("w");
  room = new FakeRoom();
  waiting = [];
  refused = [];
  welcome = true;
  unsent = new Unsent({
    workshop: "w",
    open: room.open,
    onDocumentSaved: room.onDocumentSaved,
    after: (ms, what) => {
      // Pauses pass at once; the patience with a silent server never ends.
      const timer = setTimeout(what, ms >= PATIENCE_MS ? 60_000 : 1);
      return () => clearTimeout(timer);
    },
    welcome: () => welcome,
    random: () => 0,
    onWaiting: (count) => waiting.push(count),
    onRefused: (texts) => {
      refused = texts;
    },
  });
});

describe("a text that was typed without a network", () => {
  it("reaches the server after its round has ended, and stays here until the close", async () => {
    await typed((doc) => doc.getText("text").insert(0, "in the tunnel"));
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(waiting).toEqual([1, 0]));
    expect(room.text).toBe("in the tunnel");
    expect(await keptGroups("w")).toEqual(["g1"]);
    unsent.look(true, ["g1"], true);
    await vi.waitFor(async () => expect(await keptGroups("w")).toEqual([]));
    expect(room.sockets).toHaveLength(1);
  });

  it("is looked at anew each time: a letter may have been added to what was saved", async () => {
    await typed((doc) => doc.getText("text").insert(0, "x"));
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(waiting).toEqual([1, 0]));
    await typed((doc) => doc.getText("letter").insert(0, "Dear us"));
    unsent.look(true, ["g1"], true);
    await vi.waitFor(async () => expect(await keptGroups("w")).toEqual([]));
    expect(room.doc.getText("letter").toString()).toBe("Dear us");
  });

  it("is not let go of before the server says that it is durable", async () => {
    room.savesByItself = false;
    await typed((doc) => doc.getText("text").insert(0, "x"));
    unsent.look(true, ["g1"], true);
    await vi.waitFor(() => expect(room.text).toBe("x"));
    expect([waiting, await keptGroups("w")]).toEqual([[1], ["g1"]]);
    room.save();
    await vi.waitFor(async () => expect(await keptGroups("w")).toEqual([]));
    expect(room.sockets.every((socket) => socket.closed)).toBe(true);
  });

  it("may be a deletion only", async () => {
    room.doc.getText("text").insert(0, "keep drop");
    await typed((doc) => {
      applyUpdate(doc, encodeStateAsUpdate(room.doc));
      doc.getText("text").delete(4, 5);
    });
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(waiting).toEqual([1, 0]));
    expect(room.text).toBe("keep");
  });

  it("may be a deletion of what the server has, told by the mark", async () => {
    room.doc.getText("text").insert(0, "keep drop");
    await typed((doc) => applyUpdate(doc, encodeStateAsUpdate(room.doc)), true);
    await typed((doc) => doc.getText("text").delete(4, 5));
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(room.text).toBe("keep"));
  });

  it("meets what the partner wrote", async () => {
    room.doc.getText("text").insert(0, "Jonas. ");
    await typed((doc) => doc.getText("text").insert(0, "Mara. "));
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(waiting).toEqual([1, 0]));
    expect([room.text.includes("Jonas. "), room.text.includes("Mara. ")]).toEqual([true, true]);
  });

  it("is tried again when the connection is lost, and not when it is refused", async () => {
    await typed((doc) => doc.getText("text").insert(0, "x"));
    room.closes = [1006, 4408, 4403];
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(waiting.at(-1)).toBe(0));
    expect([room.sockets.length, room.text, await keptGroups("w")]).toEqual([3, "", ["g1"]]);
  });

  it("is handed out when the server takes it no more, and stays until its person lets go of it", async () => {
    await typed((doc) => {
      doc.getText("text").insert(0, "in the tunnel");
      doc.getText("letter").insert(0, "Dear us");
    });
    room.closes = [4413];
    unsent.look(true, ["g1"], true);
    await vi.waitFor(() => expect(refused).toEqual([{ group: "g1", text: "in the tunnel\n\nDear us" }]));
    unsent.look(true, ["g1"], true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([room.sockets.length, await keptGroups("w")]).toEqual([1, ["g1"]]);
    await unsent.drop("g2");
    expect(refused).toHaveLength(1);
    await unsent.drop("g1");
    expect([refused, await keptGroups("w")]).toEqual([[], []]);
  });
});

describe("no socket is opened", () => {
  it("W12: by who was taken out, whose text is handed back", async () => {
    await typed((doc) => doc.getText("text").insert(0, "in the tunnel"));
    welcome = false;
    unsent.look(true, ["g1"], false);
    await vi.waitFor(() => expect(refused).toEqual([{ group: "g1", text: "in the tunnel" }]));
    expect([room.sockets, waiting.at(-1)]).toEqual([[], 0]);
  });

  it("for a text that the server has", async () => {
    await typed((doc) => doc.getText("text").insert(0, "x"), true);
    unsent.look(true, ["g1"], true);
    await vi.waitFor(async () => expect(await keptGroups("w")).toEqual([]));
    expect([room.sockets, waiting]).toEqual([[], []]);
  });

  it("without a network, and for a group whose editor is open", async () => {
    await typed((doc) => doc.getText("text").insert(0, "x"));
    unsent.look(true, ["g0"], true);
    unsent.look(false, ["g1"], true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([room.sockets, await keptGroups("w")]).toEqual([[], ["g1"]]);
  });
});
