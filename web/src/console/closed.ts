/** How a workshop came to be closed, as the name of a sentence. */
import type { Console } from "./shapes";

/** By itself: two hours after the last round, twelve while rounds were left or the clock stood still (rule W5). */
export function closedHow(view: Console): string {
  if (!view.closedByItself) return "console-closed-at";
  return view.round < view.rounds || view.pausedSince !== null ? "console-closed-unfinished" : "console-closed-itself";
}
