/**
 * Brings one text to the server without an editor: one websocket in y-websocket's protocol, open until the server has
 * said that all of it is durable.
 *
 * State vectors don't tell of deletions. So the room's own document is fetched and compared; and where something was
 * given, only what is said after the room has been seen to have it counts.
 */
import { createDecoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, type Encoder, toUint8Array, writeVarUint } from "lib0/encoding";
import { messageYjsSyncStep1, messageYjsSyncStep2, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import {
  applyUpdate,
  Doc,
  decodeStateVector,
  encodeStateAsUpdate,
  encodeStateVector,
  equalSnapshots,
  snapshot,
} from "yjs";
import type { SocketLike } from "../../lib/live";
import { covers, fromBase64, type Vector } from "../saved";
import { refusalBy } from "./closing";

export interface BinarySocket extends Omit<SocketLike, "send"> {
  binaryType: string;
  send(data: Uint8Array<ArrayBuffer>): void;
}

export interface Delivery {
  open: () => BinarySocket;
  group: string;
  doc: Doc;
  onDocumentSaved: (listener: (group: string, vector: string) => void) => () => void;
  after: (ms: number, what: () => void) => () => void;
  cancelled: AbortSignal;
}

/** `lost`: perhaps later; `refused`: the server will not take it. */
export type Delivered = "saved" | "lost" | "refused";

export const PATIENCE_MS = 20_000;
const SYNC = 0;

/** Never rejects. What the room has beyond `doc` is merged into it. */
export function deliver({ open, group, doc, onDocumentSaved, after, cancelled }: Delivery): Promise<Delivered> {
  return new Promise((resolve) => {
    const ours = decodeStateVector(encodeStateVector(doc));
    const theirs = new Doc();
    const socket = open();
    socket.binaryType = "arraybuffer";
    let given = false;
    let there = false;
    let said: Vector | null = null;

    const finish = (outcome: Delivered) => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      unlisten();
      callOff();
      cancelled.removeEventListener("abort", lost);
      theirs.destroy();
      resolve(outcome);
    };
    const lost = () => finish("lost");
    const check = () => {
      if (there && said && covers(said, ours)) finish("saved");
    };
    const send = (write: (encoder: Encoder) => void) => {
      const encoder = createEncoder();
      writeVarUint(encoder, SYNC);
      write(encoder);
      socket.send(toUint8Array(encoder));
    };
    const ask = () => send((encoder) => writeSyncStep1(encoder, theirs));

    const compare = () => {
      applyUpdate(doc, encodeStateAsUpdate(theirs));
      if (equalSnapshots(snapshot(doc), snapshot(theirs))) {
        if (given && !there) said = null;
        there = true;
        check();
        return;
      }
      given = true;
      send((encoder) => writeUpdate(encoder, encodeStateAsUpdate(doc, encodeStateVector(theirs))));
      ask();
    };

    const unlisten = onDocumentSaved((of, vector) => {
      if (of !== group) return;
      said = decodeStateVector(fromBase64(vector));
      check();
    });
    const callOff = after(PATIENCE_MS, lost);
    cancelled.addEventListener("abort", lost);

    socket.onopen = ask;
    socket.onmessage = (event: { data: ArrayBuffer }) => {
      const decoder = createDecoder(new Uint8Array(event.data));
      if (readVarUint(decoder) !== SYNC) return;
      const step = readVarUint(decoder);
      // The room's own question is answered by `compare`, as soon as we know what it has.
      if (step === messageYjsSyncStep1) return;
      applyUpdate(theirs, readVarUint8Array(decoder));
      if (step === messageYjsSyncStep2 && !there) compare();
    };
    socket.onclose = (event: { code: number }) => finish(refusalBy(event.code) ? "refused" : "lost");
  });
}
