/**
 * Which screen a participant sees: a pure function of what is known. One thing to do per screen; the server's state
 * outranks what the person has open, so that nobody misses the notice behind a form.
 */
import { ApiError } from "../lib/api";
import type { Connection } from "../lib/live";
import { type Timer, timer } from "../lib/timer";
import type { GroupView, OfferedPlace, Room, Seat, TaskView } from "../lib/wire";

/** What `GET /api/codes/{code}` says. */
export interface Invitation {
  workshop: string;
  title: string;
  facilitator: string;
  language: "de" | "en";
  phase: Room["phase"];
  joined: number;
  full: boolean;
  closed: boolean;
  /** When everything is deleted, where the server says so. */
  deletedOn?: number;
  /** The name of its series. */
  series?: string;
}

/** How far this browser has come with its code. */
export type Entry =
  | { t: "loading" }
  | { t: "failed"; error: unknown }
  | { t: "wrongCode"; error: unknown }
  | { t: "guesses"; error: ApiError }
  | { t: "invited"; invitation: Invitation }
  | { t: "seated"; workshop: string };

/** What the person opened by themselves while waiting. */
export type Panel = "none" | "answers" | "wishes" | "device" | "letter";

export type Screen =
  | { t: "loading" }
  | { t: "failed"; error: unknown }
  | { t: "wrongCode"; error: unknown }
  | { t: "guesses"; error: ApiError }
  | { t: "full"; invitation: Invitation }
  | { t: "tooLate"; invitation: Invitation }
  | { t: "join"; invitation: Invitation }
  | { t: "panel"; panel: Exclude<Panel, "none"> }
  | { t: "lobby"; room: Room; seat: Seat }
  | { t: "between"; room: Room; seat: Seat }
  | { t: "satOut"; room: Room; seat: Seat }
  | { t: "unplaced"; room: Room; seat: Seat; offered?: OfferedPlace }
  | { t: "left"; room: Room; seat: Seat; offered?: OfferedPlace }
  | { t: "notice"; room: Room; group: GroupView; until: number }
  | { t: "beacon"; room: Room; group: GroupView }
  | { t: "work"; room: Room; seat: Seat; group: GroupView; task: TaskView; timer: Timer }
  | { t: "close"; room: Room; seat: Seat }
  | { t: "removed" }
  | { t: "erased" }
  | { t: "ended" };

/** Between things: with nothing to do but what the person opens. */
export type Waits = Extract<Screen, { t: "lobby" | "between" | "satOut" | "unplaced" | "left" }>;

export function waits(screen: Screen): screen is Waits {
  return ["lobby", "between", "satOut", "unplaced", "left"].includes(screen.t);
}

/** Where one waits for people or works with them: a phone that sleeps there is away. */
export function inTheRoom(screen: Screen): boolean {
  return waits(screen) || ["notice", "beacon", "work"].includes(screen.t);
}

export interface Known {
  entry: Entry;
  connection: Connection;
  room: Room | undefined;
  seat: Seat | undefined;
  /** The server's clock. */
  now: number;
  panel: Panel;
  /** The person has everything about them deleted, and waits for the answer. */
  erasing: boolean;
  /** It is deleted. */
  erased: boolean;
}

export function screenOf(known: Known): Screen {
  const { entry } = known;
  if (known.erased) return { t: "erased" };
  switch (entry.t) {
    case "loading":
    case "failed":
    case "wrongCode":
    case "guesses":
      return entry;
    case "invited":
      return invited(entry.invitation);
    case "seated":
      return seated(known);
  }
}

/** Why nobody was invited. Too many wrong codes say nothing about this one: it may well be right. */
export function uninvited(error: unknown): Entry {
  if (error instanceof ApiError && error.code === "too-many-guesses") return { t: "guesses", error };
  return { t: error instanceof ApiError && error.status === 404 ? "wrongCode" : "failed", error };
}

function invited(invitation: Invitation): Screen {
  if (invitation.closed) return { t: "tooLate", invitation };
  if (invitation.full) return { t: "full", invitation };
  return { t: "join", invitation };
}

function seated({ connection, room, seat, now, panel, erasing }: Known): Screen {
  if (seat?.removed && !erasing) return { t: "removed" };
  if (connection === "ended" && !erasing) return { t: "ended" };
  if (!room || !seat) return { t: "loading" };
  if (room.phase === "closed") return { t: "close", room, seat };
  const inRound = room.phase === "working" ? running(room, seat, now) : null;
  if (inRound) return inRound;
  if (panel !== "none") return { t: "panel", panel };
  if (room.phase === "gathering") return { t: room.round === 0 ? "lobby" : "between", room, seat };
  if (seat.sitsOut) return { t: "satOut", room, seat };
  return { t: seat.left ? "left" : "unplaced", room, seat, ...(seat.offered ? { offered: seat.offered } : {}) };
}

/** The screens of somebody who has a group in the running round; else null. Who is alone there is not sent to meet. */
function running(room: Room, seat: Seat, now: number): Screen | null {
  const { group } = seat;
  const { task } = room;
  if (!group || !task) return null;
  const at = room.pausedSince ?? now;
  const until = room.noticeUntil ?? at;
  const somebody = group.partners.length > 0;
  if (somebody && at < until) {
    return { t: "notice", room, group, until };
  }
  const allHere = group.here === true && group.partners.every((partner) => partner.here);
  if (somebody && !allHere && at < group.startsAt) return { t: "beacon", room, group };
  return { t: "work", room, seat, group, task, timer: timer(group, now, room.pausedSince ?? undefined) };
}

/**
 * Two screens with the same key are one to the person: no move of focus, no announcement. The notice turns into the
 * beacon in place.
 */
export function keyOf(screen: Screen): string {
  switch (screen.t) {
    case "panel":
      return `panel-${screen.panel}`;
    case "notice":
    case "beacon":
      return `meet-${screen.group.id}`;
    case "work":
      return `work-${screen.group.id}`;
    case "between":
      return `between-${screen.room.round}`;
    default:
      return screen.t;
  }
}
