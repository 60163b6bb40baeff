/**
 * Brings one text to the server without an editor: one websocket in y-websocket's protocol, open until the server has
 * said that all of it is durable.
 */
import { createDecoder, readVarUint } from "lib0/decoding";
import { createEncoder, type Encoder, length, toUint8Array, writeVarUint } from "lib0/encoding";
import { readSyncMessage, writeSyncStep1 } from "y-protocols/sync";
import type { Doc } from "yjs";
import type { SocketLike } from "../../lib/live";
import { Durable } from "../saved";
import { refusalBy } from "./closing";

export interface BinarySocket extends Omit<SocketLike, "send"> {
  binaryType: string;
  send(data: Uint8Array<ArrayBuffer>): void;
}

export interface Delivery {
  open: () => BinarySocket;
  group: string;
  doc: Doc;
  onDocumentSaved: (listener: (group: string, upTo: string) => void) => () => void;
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
    const told = new Durable();
    const socket = open();
    socket.binaryType = "arraybuffer";

    const finish = (outcome: Delivered) => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      unlisten();
      callOff();
      cancelled.removeEventListener("abort", lost);
      resolve(outcome);
    };
    const lost = () => finish("lost");
    const check = () => {
      if (told.covers(doc)) finish("saved");
    };
    const send = (write: (encoder: Encoder) => void) => {
      const encoder = createEncoder();
      writeVarUint(encoder, SYNC);
      write(encoder);
      if (length(encoder) > 1) socket.send(toUint8Array(encoder));
    };

    const unlisten = onDocumentSaved((of, upTo) => {
      if (of !== group) return;
      told.add(upTo);
      check();
    });
    const callOff = after(PATIENCE_MS, lost);
    cancelled.addEventListener("abort", lost);

    socket.onopen = () => send((encoder) => writeSyncStep1(encoder, doc));
    socket.onmessage = (event: { data: ArrayBuffer }) => {
      const decoder = createDecoder(new Uint8Array(event.data));
      if (readVarUint(decoder) !== SYNC) return;
      send((encoder) => readSyncMessage(decoder, encoder, doc, socket));
      check();
    };
    socket.onclose = (event: { code: number }) => finish(refusalBy(event.code) ? "refused" : "lost");
  });
}
