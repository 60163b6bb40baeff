/** The three questions in aggregate, as `GET /api/workshops/{workshop}/report` tells them. */
export const QUESTIONS = ["learned", "couldGrow", "lookForward"] as const;
export type Question = (typeof QUESTIONS)[number];

export interface Figure {
  /** How many said 1 … 5. */
  counts: number[];
  n: number;
  yes: number;
  /** Percent, the 95 % interval of the share of 'yes'. */
  low: number;
  high: number;
}

export interface ReportView {
  state: "open" | "few" | "ready" | "shown";
  bestAt: number | null;
  report: ({ at: number; asked: number } & Record<Question, Figure | null>) | null;
  openingsAt: number | null;
  openings: { at: number; pairs: number; opened: number; bound: "exact" | "at-most" | "at-least" } | null;
  laterAt: number | null;
  later: { at: number; n: number; yes: number; notYet: number; no: number; low: number; high: number } | null;
}

const HIGHEST = 12;

/** How many dots each column has; in a large room a dot stands for `each` people, and nobody's answer goes undrawn. */
export function dots(counts: readonly number[]): { columns: number[]; each: number } {
  const each = Math.max(1, Math.ceil(Math.max(...counts) / HIGHEST));
  return { columns: counts.map((count) => Math.ceil(count / each)), each };
}

export function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 100);
}
