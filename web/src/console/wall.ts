/** The wall of tiles: which group needs the facilitator most, and why. Signals only, never the text. */
import type { Console, Tile } from "./shapes";

export type Need =
  | { kind: "help"; since: number }
  | { kind: "claimed"; since: number }
  | { kind: "alone"; person: string | null }
  | { kind: "gone"; people: string[] }
  | { kind: "missing"; people: string[] }
  | { kind: "quiet"; since: number }
  | { kind: "ready" }
  | { kind: "arriving"; people: string[] }
  | { kind: "working" };

/** Nothing written, ticked or said for so long, in milliseconds: worth a look. */
export const QUIET_MS = 4 * 60_000;

/** Most urgent first. */
const ORDER: Need["kind"][] = ["help", "alone", "gone", "missing", "claimed", "quiet", "ready", "arriving", "working"];

/** These are drawn in the signal colour: somebody needs you. */
const CALLING: ReadonlySet<Need["kind"]> = new Set(["help", "alone", "gone", "missing"]);

export function calls(need: Need): boolean {
  return CALLING.has(need.kind);
}

export interface Ranked {
  tile: Tile;
  need: Need;
}

/** `pausedSince`: the instant the round was paused, else null; a pause makes nobody quiet. */
export function needOf(tile: Tile, now: number, pausedSince: number | null): Need {
  const absent = tile.members.filter((person) => !tile.present.includes(person));
  const unseen = tile.members.filter((person) => !tile.here.includes(person));
  if (tile.help === "asked") return { kind: "help", since: tile.helpAt ?? now };
  if (tile.members.length < 2) return { kind: "alone", person: tile.members[0] ?? null };
  if (absent.length > 0) return { kind: "gone", people: absent };
  if (unseen.length > 0 && now >= tile.startsAt) return { kind: "missing", people: unseen };
  if (tile.help === "claimed") return { kind: "claimed", since: tile.helpAt ?? now };
  if (isReady(tile)) return { kind: "ready" };
  if (now < tile.startsAt) return { kind: "arriving", people: unseen };
  const last = Math.max(tile.activeAt, tile.startsAt);
  if (pausedSince === null && now - last >= QUIET_MS) return { kind: "quiet", since: last };
  return { kind: "working" };
}

export function isReady(tile: Tile): boolean {
  return tile.members.length > 0 && tile.members.every((person) => tile.ready.includes(person));
}

/** All groups of the running round, who needs the facilitator most first; the longest wait first among equals. */
export function ranked(view: Console, now: number): Ranked[] {
  return Object.values(view.wall)
    .map((tile) => ({ tile, need: needOf(tile, now, view.pausedSince) }))
    .sort((a, b) => rank(a.need) - rank(b.need) || since(a.need) - since(b.need) || byName(a.tile.id, b.tile.id));
}

function rank(need: Need): number {
  return ORDER.indexOf(need.kind);
}

function since(need: Need): number {
  return "since" in need ? need.since : 0;
}

/** `r1g2` before `r1g10`. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Whoever sits there with nobody: the others have left, or are not heard of any more. */
export function leftAlone(tile: Tile): string | null {
  const [one, ...others] = tile.members.length < 2 ? tile.members : tile.present;
  return one !== undefined && others.length === 0 && !isReady(tile) ? one : null;
}

/** Where the facilitator is needed: who calls, then who was left alone, then calls that somebody looks after. */
export function helpQueue(view: Console, now: number): Ranked[] {
  return ranked(view, now).filter(({ tile }) => tile.help !== "none" || leftAlone(tile) !== null);
}

/** The round in four figures, for one line above the wall. */
export interface Tally {
  groups: number;
  working: number;
  ready: number;
  calling: number;
}

export function tally(rows: Ranked[]): Tally {
  return {
    groups: rows.length,
    working: rows.filter(({ tile }) => !isReady(tile)).length,
    ready: rows.filter(({ tile }) => isReady(tile)).length,
    calling: rows.filter(({ need }) => calls(need)).length,
  };
}
