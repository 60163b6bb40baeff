/**
 * Sentences, from the same Fluent files that pages and mails use.
 *
 * An entry calls `speak` once, before it draws, with the files of its own view; `common.ftl` is always there. The
 * language of a page is fixed: another one is another page (`?lang=`).
 */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import commonDe from "$locales/de/common.ftl?raw";
import commonEn from "$locales/en/common.ftl?raw";
import type { Language } from "./boot";

export type Args = Record<string, FluentVariable>;

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const BIDI_CONTROL = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** For dates and times: "21 January" and "18:30", not "January 21" and "6:30 PM". */
const REGION: Record<Language, string> = { de: "de-DE", en: "en-GB" };

let bundle = new FluentBundle("en");
let language: Language = "en";

export function speak(chosen: Language, ...files: Record<Language, string>[]): void {
  language = chosen;
  bundle = new FluentBundle(chosen, { useIsolating: false });
  for (const file of [{ de: commonDe, en: commonEn }, ...files]) {
    const faults = bundle.addResource(new FluentResource(file[chosen]));
    for (const fault of faults) console.error(fault);
  }
}

export function spoken(): Language {
  return language;
}

export function knows(id: string): boolean {
  return bundle.hasMessage(id);
}

/** The sentence `id`. An unknown id is shown as such: a test holds that every id in the sources exists. */
export function t(id: string, args?: Args): string {
  const message = bundle.getMessage(id);
  if (!message?.value) return id;
  return bundle.formatPattern(message.value, args && isolated(args));
}

/** Right-to-left names are isolated, so that they can't reorder the sentence around them; others stay as they are. */
function isolated(args: Args): Args {
  const safe: Args = {};
  for (const [name, value] of Object.entries(args)) {
    if (typeof value !== "string") safe[name] = value;
    else {
      const plain = value.replace(BIDI_CONTROL, "");
      safe[name] = RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
    }
  }
  return safe;
}

/** 'Mara', 'Mara and Jonas', 'Mara, Jonas and Kim'. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}

/** A language by its name: 'de' -> 'German'. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** '24 December 2026' */
export function day(at: number): string {
  return new Intl.DateTimeFormat(REGION[language], { dateStyle: "long" }).format(at);
}

/** '18:30' */
export function time(at: number): string {
  return new Intl.DateTimeFormat(REGION[language], { timeStyle: "short" }).format(at);
}

/** '24 December 2026 at 18:30' */
export function dayAndTime(at: number): string {
  return new Intl.DateTimeFormat(REGION[language], { dateStyle: "long", timeStyle: "short" }).format(at);
}

/** 'Blue heron' */
export function groupName(group: { symbol: number; colour: number }): string {
  return t("group-name", { symbol: group.symbol, colour: group.colour });
}
