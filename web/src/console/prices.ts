/** 'What if I swap these two?': what it would cost, before anything is done. No DOM. */
import type { Sentence } from "./reasons";

/** As `GET /api/workshops/{workshop}/draft/people/{person}/swaps` answers it, one for each other person. */
export interface SwapPrice {
  person: string;
  /** Points of those whose groups change, after minus before. */
  points: number;
  /** How many these are. */
  people: number;
  possible: boolean;
  /** Somebody would meet a partner again. */
  again: boolean;
}

/** By how much the fit of those concerned changes, in the same 100 as the fit of a draft. */
export function gainOf(price: SwapPrice): number {
  return price.people === 0 ? 0 : Math.round(price.points / price.people / 100);
}

/** A few signs for beside a name. */
export function tagOf(price: SwapPrice): string {
  if (!price.possible) return "✕";
  const gain = gainOf(price);
  const mark = gain > 0 ? `+${gain}` : gain < 0 ? `−${-gain}` : "±0";
  return price.again ? `${mark} ↺` : mark;
}

/** The same in words. */
export function wordsOf(price: SwapPrice): Sentence[] {
  if (!price.possible) return [{ id: "console-price-impossible", args: {} }];
  const gain = gainOf(price);
  const id = gain > 0 ? "console-price-better" : gain < 0 ? "console-price-worse" : "console-price-same";
  const cost: Sentence = { id, args: { by: Math.abs(gain) } };
  return price.again ? [cost, { id: "console-price-again", args: {} }] : [cost];
}
