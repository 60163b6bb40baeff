/**
 * What the one big button says now: a pure function of the view and the instant.
 *
 * `wait` is a step that nobody can take yet; the button then says what is waited for and does nothing.
 */
import type { Command } from "../lib/wire";
import { takingPart } from "./people";
import type { Console } from "./shapes";

export type Step =
  | { kind: "waitForPeople"; missing: number }
  | { kind: "waitForNotice"; until: number }
  | { kind: "draft"; round: number }
  | { kind: "publish"; round: number; revision: number; people: number; groups: number }
  | { kind: "replan"; round: number }
  | { kind: "resume"; round: number }
  | { kind: "end"; round: number; due: boolean }
  | { kind: "close" }
  | { kind: "nothing" };

const FEWEST = 2;

export function nextStep(view: Console, now: number): Step {
  if (view.phase === "closed") return { kind: "nothing" };
  if (view.phase === "working") return running(view, now);
  const missing = FEWEST - takingPart(view).length;
  if (view.draft !== null) {
    const { round, revision, groups } = view.draft;
    if (groups.length === 0) return missing > 0 ? { kind: "waitForPeople", missing } : { kind: "replan", round };
    const people = groups.reduce((sum, group) => sum + group.members.length, 0);
    return { kind: "publish", round, revision, people, groups: groups.length };
  }
  if (view.round >= view.rounds) return { kind: "close" };
  return missing > 0 ? { kind: "waitForPeople", missing } : { kind: "draft", round: view.round + 1 };
}

function running(view: Console, now: number): Step {
  if (view.pausedSince !== null) return { kind: "resume", round: view.round };
  if (view.noticeUntil !== null && now < view.noticeUntil) return { kind: "waitForNotice", until: view.noticeUntil };
  return { kind: "end", round: view.round, due: isDue(view, now) };
}

/** Takes back what was published by mistake, as long as it is only announced (rule R11): a pause holds that, too. */
export function takeBack(view: Console, now: number): Command | null {
  if (view.noticeUntil === null || (view.pausedSince ?? now) >= view.noticeUntil) return null;
  return { t: "takeBackRound", round: view.round, takenBack: view.takenBack };
}

/** A question that is answered once for everybody: the second answer comes too late. */
export type Asked = Extract<Step, { kind: "publish" | "end" | "close" }>;

export function asks(step: Step): step is Asked {
  return step.kind === "publish" || step.kind === "end" || step.kind === "close";
}

/**
 * What to say when the state has moved on under the open question `asked`: null while it still stands. Somebody else
 * may have done the same, or have done something that changes what the answer would mean.
 */
export function overtaken(asked: Asked, view: Console, step: Step): string | null {
  switch (asked.kind) {
    case "publish":
      if (step.kind === "publish" && step.round === asked.round && step.revision === asked.revision) return null;
      return view.round >= asked.round ? "rejection-already-done" : "console-next-changed";
    case "end":
      if (step.kind === "end" && step.round === asked.round) return null;
      return view.phase === "working" ? "console-next-held" : "rejection-already-done";
    case "close":
      if (step.kind === "close") return null;
      return view.phase === "closed" ? "rejection-already-done" : "console-next-changed";
  }
}

/** Nobody would be interrupted: every group is ready or its time is over. */
function isDue(view: Console, now: number): boolean {
  return Object.values(view.wall).every(
    (tile) => tile.endsAt <= now || tile.members.every((person) => tile.ready.includes(person)),
  );
}

/** When the round is over for the last group; null when none runs. */
export function roundEndsAt(view: Console): number | null {
  if (view.phase !== "working") return null;
  const ends = Object.values(view.wall).map((tile) => tile.endsAt);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Milliseconds that the last group still has (below 0: over time); a pause holds them still. */
export function timeLeft(view: Console, now: number): number | null {
  const end = roundEndsAt(view);
  return end === null ? null : end - (view.pausedSince ?? now);
}

/** The task of round `round` (from 1): the tasks take turns. */
export function taskOf(view: Console, round: number): Console["tasks"][number] | null {
  const task = view.tasks[(round - 1) % Math.max(1, view.tasks.length)];
  return task ?? null;
}

/** The agenda as a line: what was, what is, what comes. */
export interface Stop {
  kind: "lobby" | "round" | "close";
  round: number;
  state: "done" | "now" | "ahead";
}

export function agenda(view: Console): Stop[] {
  const stops: Stop[] = [{ kind: "lobby", round: 0, state: "ahead" }];
  for (let round = 1; round <= view.rounds; round++) stops.push({ kind: "round", round, state: "ahead" });
  stops.push({ kind: "close", round: 0, state: "ahead" });
  const at = position(view);
  return stops.map((stop, index) => {
    // Closed early: a round that nobody worked in is not done.
    if (stop.round > view.round && index < at) return stop;
    return { ...stop, state: index < at ? "done" : index === at ? "now" : "ahead" };
  });
}

/** Index into the agenda. Between two rounds we stand before the next one; after the last one, before the close. */
function position(view: Console): number {
  if (view.phase === "closed") return view.rounds + 1;
  if (view.phase === "working") return view.round;
  if (view.draft !== null) return view.draft.round;
  return view.round === 0 ? 0 : view.round + 1;
}
