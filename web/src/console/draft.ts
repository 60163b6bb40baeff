/** Changing a draft: every command names the revision that was on screen, so that a stale tab is refused, not obeyed. */
import type { Command } from "../lib/wire";
import type { Better, Draft, DraftGroup } from "./shapes";

export function lock(draft: Draft, group: DraftGroup, locked: boolean): Command {
  return { t: "lockGroup", revision: draft.revision, members: group.members, locked };
}

export function swap(draft: Draft, a: string, b: string): Command {
  return { t: "swapPeople", revision: draft.revision, a, b };
}

export function discard(draft: Draft): Command {
  return { t: "discardDraft", revision: draft.revision };
}

export function publish(draft: Draft): Command {
  return { t: "publishDraft", revision: draft.revision };
}

/** Where a person sits in the draft: a group's index, or apart from the groups; null: not in it. */
export type SeatOf = number | "unplaced" | "sittingOut" | null;

export function seatOf(draft: Draft, person: string): SeatOf {
  const index = draft.groups.findIndex((group) => group.members.includes(person));
  if (index >= 0) return index;
  if (draft.unplaced.includes(person)) return "unplaced";
  return draft.sittingOut.includes(person) ? "sittingOut" : null;
}

/** Why a swap of these two changes nothing or is not possible; null: it can be asked for. */
export function swapProblem(draft: Draft, a: string, b: string): "same-seat" | "locked" | "unknown" | null {
  const seats = [seatOf(draft, a), seatOf(draft, b)];
  if (seats.includes(null)) return "unknown";
  if (seats[0] === seats[1]) return "same-seat";
  const locked = seats.some((seat) => typeof seat === "number" && draft.groups[seat]?.locked === true);
  return locked ? "locked" : null;
}

/** What a click on a person does, given who was picked before. */
export type Pick =
  | { kind: "picked"; person: string }
  | { kind: "dropped" }
  | { kind: "swap"; a: string; b: string }
  | { kind: "refused"; problem: "same-seat" | "locked" | "unknown"; person: string };

export function pick(draft: Draft, before: string | null, person: string): Pick {
  if (before === person) return { kind: "dropped" };
  if (before === null) {
    const seat = seatOf(draft, person);
    const locked = typeof seat === "number" && draft.groups[seat]?.locked === true;
    return locked ? { kind: "refused", problem: "locked", person } : { kind: "picked", person };
  }
  const problem = swapProblem(draft, before, person);
  return problem === null ? { kind: "swap", a: before, b: person } : { kind: "refused", problem, person: before };
}

/** How well the groups fit, 0 to 100: the mean over all placed people; null when nobody is placed.
 *
 * Never more than the best possible: only what is private could have forbidden a draft that is worth more. */
export function fitOf(draft: Draft): number | null {
  const people = draft.groups.reduce((sum, group) => sum + group.members.length, 0);
  const points = Math.min(
    draft.groups.reduce((sum, group) => sum + group.points, 0),
    draft.bound ?? Number.POSITIVE_INFINITY,
  );
  return people === 0 ? null : Math.round(points / people / 100);
}

/** How much of what is possible the draft reaches, in whole per cent; null where that is not known. */
export function shareOf(draft: Draft): number | null {
  if (draft.bound === null || draft.bound <= 0) return null;
  const points = draft.groups.reduce((sum, group) => sum + group.points, 0);
  return Math.min(100, Math.floor((100 * points) / draft.bound));
}

/** Whether anybody would notice: a place, a table of another size, a repeat, half a point of fit. */
export function isWorthIt(better: Better): boolean {
  return better.placed > 0 || better.evener || better.repeats > 0 || better.points >= 50 * better.people;
}

/** Groups in which somebody meets a partner again. */
export function repeats(draft: Draft): DraftGroup[] {
  return draft.groups.filter((group) => group.pairs.some((pair) => pair.met));
}
