/** Why two people were put together, as the name of a sentence and its variables, for a third who reads it. */
import { foremost } from "../lib/reasons";
import type { PairReasons, Reason } from "./shapes";

export interface Sentence {
  id: string;
  args: Record<string, string | number>;
}

type Join = (words: string[]) => string;

/** `a` and `b` are the names of the two; `join` lists words the way the page's language does. */
export function reasonSentence(reason: Reason, a: string, b: string, join: Join): Sentence {
  switch (reason.t) {
    case "same_interest":
      return { id: "reason-pair-same-interest", args: { tags: join(reason.tags) } };
    case "can_teach":
      return { id: "reason-pair-can-teach", args: { a, b, skills: join(reason.skills) } };
    case "wants_to_learn":
      return { id: "reason-pair-wants-to-learn", args: { a, b, skills: join(reason.skills) } };
    case "level_distance": {
      if (reason.steps === 0) return { id: "reason-pair-level-same", args: {} };
      return { id: reason.steps > 0 ? "reason-pair-level-more" : "reason-pair-level-less", args: { a, b } };
    }
    case "other_employer":
      return { id: "reason-pair-other-employer", args: {} };
    case "forced_choice":
      return { id: "reason-pair-forced-choice", args: {} };
    case "drawn_by_lot":
      return { id: "reason-pair-drawn-by-lot", args: {} };
    case "chosen_by_hand":
      return { id: "reason-pair-chosen-by-hand", args: {} };
  }
}

const SHOWN = 3;

/** The strongest reasons of a pair first, that there was no other choice last; a repeat always comes before them. */
export function why(pair: PairReasons, name: (person: string) => string, join: Join): Sentence[] {
  const [a, b] = [name(pair.a), name(pair.b)];
  const found = foremost(pair.reasons, SHOWN).map((reason) => reasonSentence(reason, a, b, join));
  return pair.met ? [{ id: "reason-pair-met", args: { a, b } }, ...found] : found;
}
