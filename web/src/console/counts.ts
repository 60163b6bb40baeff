/** What counts in pairing, in words; the server has it in parts of 100. No DOM. */
import type { Weights } from "./shapes";

/** Not at all, a little, much: their ratio is what they weigh. */
export const IMPORTANCES = [0, 1, 3] as const;
export type Importance = (typeof IMPORTANCES)[number];

export const CRITERIA = ["experience", "interests", "skills", "employer"] as const;
export type Criterion = (typeof CRITERIA)[number];

export type Counts = Record<Criterion, Importance> & { experienceMode: Weights["experienceMode"] };

export const USUAL: Counts = { experience: 3, experienceMode: "mix", interests: 3, skills: 3, employer: 1 };

/** Whole parts that add up to 100; what rounding leaves goes to those that lost most. Null where nothing counts. */
export function toWeights(counts: Counts): Weights | null {
  const sum = CRITERIA.reduce((total, name) => total + counts[name], 0);
  if (sum === 0) return null;
  const exact = CRITERIA.map((name) => (100 * counts[name]) / sum);
  const parts = exact.map(Math.floor);
  const byLoss = CRITERIA.map((_, index) => index).sort((a, b) => rest(exact[b]) - rest(exact[a]) || a - b);
  const left = 100 - parts.reduce((total, part) => total + part, 0);
  for (const index of byLoss.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  const [experience = 0, interests = 0, skills = 0, employer = 0] = parts;
  return { experience, experienceMode: counts.experienceMode, interests, skills, employer };
}

function rest(value: number | undefined): number {
  return (value ?? 0) % 1;
}

/** The words for these parts, the strongest where several mean the same; null for a finer mix than words have. */
export function fromWeights(weights: Weights): Counts | null {
  const strongest = IMPORTANCES.toReversed();
  for (const experience of strongest)
    for (const interests of strongest)
      for (const skills of strongest)
        for (const employer of strongest) {
          const counts: Counts = { experience, experienceMode: weights.experienceMode, interests, skills, employer };
          const made = toWeights(counts);
          if (made !== null && CRITERIA.every((name) => made[name] === weights[name])) return counts;
        }
  return null;
}
