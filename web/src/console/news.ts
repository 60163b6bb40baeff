/** What a screen reader is told of its own accord: little, and only what somebody has to act on. */
import type { Sentence } from "./reasons";
import type { Console } from "./shapes";
import { leftAlone } from "./wall";

/** The most urgent thing that is new in `after`; null: nothing worth an interruption. */
export function news(before: Console, after: Console): Sentence | null {
  const calling = Object.values(after.wall).find(
    (tile) => tile.help === "asked" && before.wall[tile.id]?.help !== "asked",
  );
  if (calling) return { id: "console-news-help", args: { place: calling.place.name } };
  const lonely = Object.values(after.wall).find((tile) => {
    const earlier = before.wall[tile.id];
    return leftAlone(tile) !== null && earlier !== undefined && leftAlone(earlier) === null;
  });
  if (lonely) return { id: "console-news-alone", args: { place: lonely.place.name } };
  if (after.phase !== before.phase) {
    if (after.phase === "working") return { id: "console-news-published", args: { round: after.round } };
    if (after.phase === "closed") return { id: "console-news-closed", args: {} };
    if (after.takenBack > before.takenBack) return { id: "console-news-taken-back", args: { round: before.round } };
    return { id: "console-news-ended", args: { round: after.round } };
  }
  if (after.draft !== null && before.draft === null)
    return { id: "console-news-draft", args: { groups: after.draft.groups.length } };
  return null;
}
