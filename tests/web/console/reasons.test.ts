import { expect, test } from "vitest";
import { reasonSentence, why } from "../../../web/src/console/reasons";

const join = (words: string[]): string => words.join(", ");
const name = (person: string): string => ({ p1: "Mara", p2: "Jonas" })[person] ?? "?";

test("who has more experience is told from the right side", () => {
  const id = (steps: number): string | undefined => reasonSentence({ t: "level_distance", steps }, "A", "B", join)?.id;
  expect([-2, 0, 1].map(id)).toEqual(["reason-pair-level-less", "reason-pair-level-same", "reason-pair-level-more"]);
});

test("P9: a repeat comes first, then at most three reasons, and that there was no other choice last, but always", () => {
  const reasons = [
    { t: "forced_choice" as const },
    { t: "other_employer" as const, certain: false },
    { t: "can_teach" as const, skills: ["chess", "go"] },
    { t: "level_distance" as const, steps: 0 },
    { t: "drawn_by_lot" as const },
  ];
  const sentences = why({ a: "p1", b: "p2", met: true, reasons }, name, join);
  expect(sentences.map((sentence) => sentence.id)).toEqual([
    "reason-pair-met",
    "reason-pair-can-teach",
    "reason-pair-level-same",
    "reason-pair-forced-choice",
  ]);
  expect(sentences[1]?.args).toEqual({ a: "Mara", b: "Jonas", skills: "chess, go" });
});
