/** The answers of a person while they are being typed, and what is sent of them. */
import type { Fields } from "../lib/api";
import type { Language } from "../lib/boot";
import type { Profile } from "../lib/wire";

export interface Answers {
  name: string;
  level: number | null;
  langs: string[];
  otherLangs: string;
  interests: string;
  teach: string;
  learn: string;
  employer: string;
  workingOn: string;
  address: string;
}

/** The questions of joining, each with its fields. */
const ASKED = {
  name: ["name"],
  level: ["level"],
  langs: ["langs", "otherLangs"],
  work: ["workingOn", "interests", "teach", "learn"],
  address: ["address"],
} as const satisfies Record<string, readonly (keyof Answers)[]>;
export type Ask = keyof typeof ASKED;

/** Offered as boxes; anything else can be typed. */
export const OFFERED_LANGS = ["de", "en", "fr", "es", "it", "pl", "tr", "uk", "ar"];
export const NAME_LENGTH = 60;
export const LINE_LENGTH = 200;
const MOST_WORDS = 12;
const WORD_LENGTH = 40;

export function noAnswers(language: Language): Answers {
  return {
    name: "",
    level: null,
    langs: [language],
    otherLangs: "",
    interests: "",
    teach: "",
    learn: "",
    employer: "",
    workingOn: "",
    address: "",
  };
}

/** Who skips a question has not answered it, whatever stands in its fields. */
export function skipped(answers: Answers, ask: Ask, language: Language): Answers {
  const none = noAnswers(language);
  return { ...answers, ...Object.fromEntries(ASKED[ask].map((field) => [field, none[field]])) };
}

/** 'Python,  sewing; Python' -> ['Python', 'sewing'] */
export function words(line: string): string[] {
  const found = new Map<string, string>();
  for (const part of line.split(/[,;\n]/)) {
    const word = part.trim().replace(/\s+/g, " ").slice(0, WORD_LENGTH);
    const key = word.toLocaleLowerCase();
    if (word && !found.has(key)) found.set(key, word);
  }
  return [...found.values()].slice(0, MOST_WORDS);
}

/** The variables of the sentence `error-bad-name`, as the server spells them; null: the name will do. */
export interface NameFault extends Fields {
  reason: "empty" | "long";
  most: number;
}

export function nameFault(name: string): NameFault | null {
  const length = lengthOf(name.trim());
  if (length > 0 && length <= NAME_LENGTH) return null;
  return { reason: length === 0 ? "empty" : "long", most: NAME_LENGTH };
}

/** Characters as a person counts them: a family of four is one. Old browsers count its parts. */
function lengthOf(text: string): number {
  if (typeof Intl.Segmenter !== "function") return [...text].length;
  return [...new Intl.Segmenter().segment(text)].length;
}

/** Only what is plainly none; whether mail arrives, mail shows. */
export function addressFault(address: string): boolean {
  return address.trim() !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(address.trim());
}

/** `before` keeps what this form does not ask: the private wishes. */
export function profileOf(answers: Answers, language: Language, timezone: string, before?: Profile): Profile {
  return {
    ...before,
    name: answers.name.trim(),
    language,
    level: answers.level,
    langs: [...new Set([...answers.langs, ...words(answers.otherLangs)])],
    interests: words(answers.interests),
    teach: words(answers.teach),
    learn: words(answers.learn),
    employer: answers.employer.trim(),
    workingOn: answers.workingOn.trim().slice(0, LINE_LENGTH),
    timezone,
  };
}

export function answersOf(profile: Profile, address: string | null): Answers {
  const langs = profile.langs ?? [];
  return {
    name: profile.name,
    level: profile.level ?? null,
    langs: langs.filter((lang) => OFFERED_LANGS.includes(lang)),
    otherLangs: langs.filter((lang) => !OFFERED_LANGS.includes(lang)).join(", "),
    interests: (profile.interests ?? []).join(", "),
    teach: (profile.teach ?? []).join(", "),
    learn: (profile.learn ?? []).join(", "),
    employer: profile.employer ?? "",
    workingOn: profile.workingOn ?? "",
    address: address ?? "",
  };
}

export function timezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "Europe/Berlin";
}

// -- kept over a reload, in this tab only -------------------------------------------------------------------------------

const keyOfJoin = (code: string): string => `gespann-join-${code}`;
const draftKey = (code: string): string => `gespann-draft-${code}`;

export function loadDraft(code: string, language: Language): Answers {
  try {
    const kept = sessionStorage.getItem(draftKey(code));
    return { ...noAnswers(language), ...(kept ? (JSON.parse(kept) as Partial<Answers>) : {}) };
  } catch {
    return noAnswers(language);
  }
}

export function keepDraft(code: string, answers: Answers): void {
  quietly(() => sessionStorage.setItem(draftKey(code), JSON.stringify(answers)));
}

export function dropDraft(code: string): void {
  quietly(() => sessionStorage.removeItem(draftKey(code)));
  dropJoinKey(code);
}

/** Names one joining, over a reload too: sent again after a lost answer it makes no second person. */
export function joinKey(code: string, make: () => string): string {
  let key = "";
  quietly(() => {
    key = sessionStorage.getItem(keyOfJoin(code)) ?? "";
  });
  if (key) return key;
  key = make();
  quietly(() => sessionStorage.setItem(keyOfJoin(code), key));
  return key;
}

/** The joining happened, or was refused: another one needs another key. */
export function dropJoinKey(code: string): void {
  quietly(() => sessionStorage.removeItem(keyOfJoin(code)));
}

/** Storage may be switched off; then a reload forgets, and nothing else changes. */
export function quietly(what: () => void): void {
  try {
    what();
  } catch {
    // As said above.
  }
}
