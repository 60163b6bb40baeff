/**
 * Whether what stands on this screen is durable: a comparison of Yjs snapshots.
 *
 * A snapshot names how far each client has written, and what is deleted. `documentSaved` brings one of what the server
 * has appended; the first on a connection is whole, later ones name only the latest deletions. So they are added up.
 */
import { type Doc, decodeSnapshot, type Snapshot as Extent, encodeSnapshot, mergeDeleteSets, snapshot } from "yjs";

export type Saved = "opening" | "saved" | "saving" | "kept";

type Ranges = readonly { clock: number; len: number }[];

/** What is durable of one text, as far as we were told. */
export class Durable {
  #writing = new Map<number, number>();
  #deleted: Extent["ds"] | null = null;

  /** Words of several processes come in any order: what was said once stays true. */
  add(encoded: string): void {
    const { sv, ds } = decodeSnapshot(fromBase64(encoded));
    for (const [client, clock] of sv) this.#writing.set(client, Math.max(clock, this.#writing.get(client) ?? 0));
    this.#deleted = mergeDeleteSets(this.#deleted ? [this.#deleted, ds] : [ds]);
  }

  /** Whether it is all that `doc` has; false before the first word. */
  covers(doc: Doc): boolean {
    if (!this.#deleted) return false;
    const ours = snapshot(doc);
    for (const [client, clock] of ours.sv) if ((this.#writing.get(client) ?? 0) < clock) return false;
    for (const [client, ranges] of ours.ds.clients)
      if (!contains(this.#deleted.clients.get(client) ?? [], ranges)) return false;
    return true;
  }
}

/** Of one document, as text that can be kept beside it. */
export function extent(doc: Doc): string {
  return toBase64(encodeSnapshot(snapshot(doc)));
}

/** Both are sorted, and no two ranges of one touch. */
function contains(outer: Ranges, inner: Ranges): boolean {
  let index = 0;
  return inner.every(({ clock, len }) => {
    while (index < outer.length && endOf(outer[index]) < clock + len) index++;
    const range = outer[index];
    return range !== undefined && range.clock <= clock;
  });
}

function endOf(range: Ranges[number] | undefined): number {
  return range ? range.clock + range.len : 0;
}

export interface SavedInput {
  /** Both sides have exchanged what they have since the socket opened. */
  synced: boolean;
  connected: boolean;
  durable: boolean;
  /** Nobody has written anything yet, as far as is known here. */
  empty: boolean;
}

/** `kept`: not on the server, but safe on this device. */
export function savedState({ synced, connected, durable, empty }: SavedInput): Saved {
  if (durable) return "saved";
  if (!connected) return empty ? "opening" : "kept";
  if (!synced) return "opening";
  return empty ? "saved" : "saving";
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
