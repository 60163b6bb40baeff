/**
 * Whether what stands on this screen is durable: a comparison of Yjs state vectors.
 *
 * `documentSaved` names how much of each client's writing the server has appended. Deletions do not move a state
 * vector, so a change that only deletes waits for the next word from the server instead.
 */
export type Saved = "opening" | "saved" | "saving" | "kept";

export type Vector = ReadonlyMap<number, number>;

/** Whether `saved` has everything that `ours` has. */
export function covers(saved: Vector, ours: Vector): boolean {
  for (const [client, clock] of ours) if ((saved.get(client) ?? 0) < clock) return false;
  return true;
}

/** The furthest of both: several processes say what is saved, and one may be behind. */
export function furthest(a: Vector, b: Vector): Vector {
  const both = new Map(a);
  for (const [client, clock] of b) both.set(client, Math.max(clock, both.get(client) ?? 0));
  return both;
}

export interface SavedInput {
  /** Both sides have exchanged what they have since the socket opened. */
  synced: boolean;
  connected: boolean;
  /** From the last `documentSaved`; null before the first. */
  saved: Vector | null;
  ours: Vector;
  /** Something was deleted here since the last `documentSaved`. */
  deleted: boolean;
}

/** `kept`: not on the server, but safe on this device. */
export function savedState({ synced, connected, saved, ours, deleted }: SavedInput): Saved {
  const durable = saved !== null && !deleted && covers(saved, ours);
  if (durable) return "saved";
  if (!connected) return ours.size === 0 ? "opening" : "kept";
  if (!synced) return "opening";
  return ours.size === 0 ? "saved" : "saving";
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
