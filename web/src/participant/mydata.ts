/** What is held about somebody, in words. */
import { ApiError } from "../lib/api";
import { day, languageName, list, t } from "../lib/i18n";
import type { Profile } from "../lib/wire";
import type { Held } from "./me";

/** 'Experience, interests and employer': which of the answers there are. */
export function told(profile: Profile): string {
  const there: [string, boolean][] = [
    ["level", profile.level != null],
    ["langs", (profile.langs ?? []).length > 0],
    ["interests", (profile.interests ?? []).length > 0],
    ["teach", (profile.teach ?? []).length > 0],
    ["learn", (profile.learn ?? []).length > 0],
    ["employer", Boolean(profile.employer)],
    ["working-on", Boolean(profile.workingOn)],
    ["trio", Boolean(profile.trio)],
    ["not-with", (profile.notWith ?? []).length > 0],
  ];
  return list(there.flatMap(([name, given]) => (given ? [t(`data-told-${name}`)] : [])));
}

/** 'On 3 May: mail and phone for Jonas, at your seat (words 0a1b2c3d4e5f, German)'. */
export function consentWords(consent: Held["consents"][number], names: readonly string[]): string {
  const { what, fields = [], to, said, at } = consent;
  const name = (to != null && names[to - 1]) || t("data-somebody");
  const given = list(fields.map((field) => t(`data-field-${field}`)));
  const words = t(`data-consent-${what}`, { date: day(at), name, fields: given });
  const way = t(`data-way-${said.way}`);
  return `${words} (${way}, ${t("data-words", { version: said.text, language: languageName(said.language) })})`;
}

/** Whether the server wants a link that was mailed just now. */
export function asksForLink(error: unknown): boolean {
  return error instanceof ApiError && error.code === "needs-fresh-link";
}
