import type { Reason } from "./wire";

/** Of why two are together, the strongest first: so many as are told; that there was no other choice always is, last. */
export function foremost(reasons: readonly Reason[], most: number): Reason[] {
  // Unknown is not the same as different: an employer that is not certain is not said.
  const said = reasons.filter((reason) => reason.t !== "other_employer" || reason.certain);
  const forced = said.filter((reason) => reason.t === "forced_choice");
  return [...said.filter((reason) => reason.t !== "forced_choice").slice(0, most - forced.length), ...forced];
}
