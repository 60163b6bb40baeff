import { expect, test } from "vitest";
import { reasonSentence, why } from "../../../web/src/console/reasons";

const join = (words: string[]): string => words.join(", ");
const name = (person: string): string => ({ p1: "Mara", p2: "Jonas" })[person] ?? "?";

test("who has more experience is told from the right side, an unknown employer is not told", () => {
  const id = (steps: number): string | undefined => reasonSentence({ t: "level_distance", steps }, "A", "B", join)?.id;
  expect([-2, 0, 1].map(id)).toEqual(["reason-pair-level-less", "reason-pair-level-same", "reason-pair-level-more"]);
  expect(reasonSentence({ t: "other_employer", certain: false }, "A", "B", join)).toBeNull();
});

test("a repeat comes first, then at most three reasons", () => {
  const reasons = [
    { t: "can_teach" as const, skills: ["chess", "go"] },
    { t: "level_distance" as const, steps: 0 },
    { t: "other_employer" as const, certain: true },
    { t: "forced_choice" as const },
  ];
  const sentences = why({ a: "p1", b: "p2", met: true, reasons }, name, join);
  expect(sentences.map((sentence) => sentence.id)).toEqual([
    "reason-pair-met",
    "reason-pair-can-teach",
    "reason-pair-level-same",
    "reason-pair-other-employer",
  ]);
  expect(sentences[1]?.args).toEqual({ a: "Mara", b: "Jonas", skills: "chess, go" });
});
