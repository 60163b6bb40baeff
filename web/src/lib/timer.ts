/** How much of a round is left. Instants are the server's, in milliseconds; nothing here reads a clock. */
/** How long before its end a group is told that the end is near (rule R4). */
export const WARNING_MS = 120_000;

export type Stage = "before" | "running" | "warning" | "over";

export interface Timer {
  stage: Stage;
  paused: boolean;
  /** Milliseconds to the end, never negative; before the start, the whole length. */
  left: number;
  /** Part of the time that is left, 1 to 0. */
  fraction: number;
}

export interface Span {
  startsAt: number;
  endsAt: number;
}

/** While a round is paused its instants stand still: what is left is `endsAt - pausedSince`. */
export function timer(span: Span, now: number, pausedSince?: number): Timer {
  const at = pausedSince ?? now;
  const paused = pausedSince !== undefined;
  const length = Math.max(1, span.endsAt - span.startsAt);
  if (at < span.startsAt) return { stage: "before", paused, left: length, fraction: 1 };
  const left = Math.max(0, span.endsAt - at);
  const stage = left === 0 ? "over" : left <= WARNING_MS ? "warning" : "running";
  return { stage, paused, left, fraction: Math.min(1, left / length) };
}

/** '12:05'; the last second counts as a second, so that 0:00 is the end. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Minutes that have begun: 1 for the last one, however little of it is left. */
export function minutesBegun(ms: number): number {
  return Math.max(1, Math.ceil(ms / 60_000));
}

/** Whole minutes for a sentence, at least one. */
export function minutesLeft(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}
