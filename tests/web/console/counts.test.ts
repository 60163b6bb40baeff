import { describe, expect, test } from "vitest";
import { type Counts, CRITERIA, fromWeights, IMPORTANCES, toWeights, USUAL } from "../../../web/src/console/counts";

function every(): Counts[] {
  return IMPORTANCES.flatMap((experience) =>
    IMPORTANCES.flatMap((interests) =>
      IMPORTANCES.flatMap((skills) =>
        IMPORTANCES.map((employer): Counts => ({ experience, interests, skills, employer, experienceMode: "similar" })),
      ),
    ),
  );
}

describe("what counts, in words and in parts", () => {
  test("the usual words are the server's own weights", () => {
    expect(toWeights(USUAL)).toEqual({
      experience: 30,
      experienceMode: "mix",
      interests: 30,
      skills: 30,
      employer: 10,
    });
    expect(fromWeights({ experience: 30, experienceMode: "mix", interests: 30, skills: 30, employer: 10 })).toEqual(
      USUAL,
    );
  });

  test("parts always add up to 100, and their words mean the same parts again", () => {
    for (const counts of every()) {
      const weights = toWeights(counts);
      if (weights === null) continue;
      expect(CRITERIA.reduce((sum, name) => sum + weights[name], 0)).toBe(100);
      const words = fromWeights(weights);
      expect(words && toWeights(words)).toEqual(weights);
    }
  });

  test("something has to count", () => {
    expect(toWeights({ ...USUAL, experience: 0, interests: 0, skills: 0, employer: 0 })).toBeNull();
  });

  test("a mix that words can't say is nobody's words", () => {
    expect(fromWeights({ experience: 97, experienceMode: "mix", interests: 1, skills: 1, employer: 1 })).toBeNull();
  });
});
