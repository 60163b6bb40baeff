/**
 * One ready-made task per language, so that a first workshop needs no writing. It follows the workshop's language, not
 * the page's; that is why it does not stand in the locales.
 */
import type { Language } from "../lib/boot";
import type { TaskRow } from "./form";

const EXAMPLES: Record<Language, TaskRow> = {
  de: {
    title: "Eine Sache leichter machen",
    brief: [
      "Was kostet euch in eurer Arbeit jede Woche Zeit, obwohl es leichter gehen müsste?",
      "",
      "Sucht euch **eine** Sache aus, die ihr kennt oder versteht. Schreibt gemeinsam auf, wie der erste kleine Schritt aussehen könnte, den jemand schon am Montag ausprobieren kann.",
    ].join("\n"),
    steps: [
      "Jede Person erzählt zwei Minuten lang von einer Sache, die klemmt",
      "Einigt euch auf eine davon",
      "Schreibt drei Wege auf, sie leichter zu machen",
      "Beschreibt den ersten Schritt für Montag",
    ].join("\n"),
    minutes: 15,
    starter: "Was klemmt:\n\n\nDrei Wege:\n1. \n2. \n3. \n\nDer erste Schritt am Montag:\n",
    roles: "",
    thinkS: 0,
    prompts: "",
    pictures: [],
  },
  en: {
    title: "Make one thing easier",
    brief: [
      "What takes up your time every week at work, although it should be easier?",
      "",
      "Choose **one** thing that you know or understand. Together, write down a first small step that somebody could try on Monday.",
    ].join("\n"),
    steps: [
      "Each of you talks for two minutes about something that is stuck",
      "Agree on one of them",
      "Write down three ways to make it easier",
      "Describe the first step for Monday",
    ].join("\n"),
    minutes: 15,
    starter: "What is stuck:\n\n\nThree ways:\n1. \n2. \n3. \n\nThe first step on Monday:\n",
    roles: "",
    thinkS: 0,
    prompts: "",
    pictures: [],
  },
};

export function example(language: Language): TaskRow {
  return { ...EXAMPLES[language] };
}
