/** Why you two, as sentences; two or three, honest, the strongest first, and that there was no other choice last. */
import { list, t } from "../lib/i18n";
import { foremost } from "../lib/reasons";
import type { PartnerView, Reason } from "../lib/wire";

const MOST = 3;

export function reasonSentences(partner: PartnerView): string[] {
  const { name } = partner;
  const met = partner.met ? [t("reason-met")] : [];
  const reasons = foremost(partner.reasons ?? [], MOST - met.length);
  return [...met, ...reasons.map((reason) => reasonSentence(reason, name))];
}

function reasonSentence(reason: Reason, name: string): string {
  switch (reason.t) {
    case "same_interest":
      return t("reason-same-interest", { tags: list(reason.tags) });
    case "can_teach":
      return t("reason-can-teach", { name, skills: list(reason.skills) });
    case "wants_to_learn":
      return t("reason-wants-to-learn", { name, skills: list(reason.skills) });
    case "level_distance":
      return t(
        reason.steps === 0 ? "reason-level-same" : reason.steps > 0 ? "reason-level-more" : "reason-level-less",
        { name },
      );
    case "other_employer":
      return t("reason-other-employer");
    case "forced_choice":
      return t("reason-forced-choice");
    case "drawn_by_lot":
      return t("reason-drawn-by-lot");
    case "chosen_by_hand":
      return t("reason-chosen-by-hand");
  }
}
