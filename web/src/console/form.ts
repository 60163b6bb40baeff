/** The form for a new workshop: its values, what is wrong with them, and what goes to the server. No DOM. */
import type { Language } from "../lib/boot";
import type { TaskView } from "../lib/wire";
import { type Counts, toWeights, USUAL } from "./counts";
import { example } from "./examples";
import type { Weights } from "./shapes";

export interface PlaceRow {
  name: string;
  remote: boolean;
}

/** Uploaded already; only a day old at most. */
export interface PictureRow {
  id: string;
  width: number;
  height: number;
  alt: string;
}

export interface TaskRow {
  title: string;
  brief: string;
  /** One step a line. */
  steps: string;
  minutes: number | null;
  starter: string;
  /** One role a line. */
  roles: string;
  /** Seconds alone at the beginning. */
  thinkS: number;
  /** One prompt a line. */
  prompts: string;
  pictures: PictureRow[];
}

export interface WorkshopForm {
  title: string;
  facilitator: string;
  language: Language;
  rounds: number | null;
  /** 2: pairs; 3 to 8: tables of about so many. */
  size: number;
  places: PlaceRow[];
  tasks: TaskRow[];
  counts: Counts;
  /** The id of one of the facilitator's, NEW_SERIES, or none. */
  series: string;
  /** Of a new one. */
  seriesName: string;
  /** What was sent last, and the key that it was sent with. */
  sent?: { key: string; words: string };
  /** Of the workshop as it was when somebody began to change it. */
  edition?: number;
}

/** What `GET …/design` says. */
export interface Design {
  edition: number;
  title: string;
  facilitator: string;
  language: Language;
  size: number;
  places: PlaceRow[];
  tasks: TaskView[];
}

/** The body of `POST /api/workshops`. */
export interface NewWorkshop {
  title: string;
  facilitator: string;
  language: Language;
  rounds: number;
  size: number;
  places: PlaceRow[];
  tasks: {
    title: string;
    brief: string;
    steps: string[];
    minutes: number;
    starter: string;
    roles: string[];
    thinkS: number;
    prompts: string[];
    pictures: { id: string; alt: string }[];
  }[];
  weights?: Weights;
  series?: string;
  newSeries?: string;
}

export const NEW_SERIES = "new";

/** The same as the server holds; whoever sends more is refused there. */
export const LIMITS = {
  title: 120,
  facilitator: 60,
  rounds: 12,
  places: 300,
  place: 60,
  tasks: 24,
  taskTitle: 120,
  brief: 5000,
  steps: 20,
  step: 200,
  minutes: 240,
  starter: 10_000,
  roles: 8,
  role: 60,
  prompts: 8,
  pictures: 3,
  allPictures: 12,
  alt: 200,
  upload: 12_000_000,
} as const;

export const SIZES = [2, 3, 4, 5, 6, 7, 8] as const;

export const THINKING = [0, 60, 90, 120] as const;

const TABLE: Record<Language, string> = { de: "Tisch", en: "Table" };
const FIRST_TABLES = 8;

export function freshForm(language: Language, facilitator = ""): WorkshopForm {
  return {
    title: "",
    facilitator,
    language,
    rounds: 2,
    size: 2,
    places: withTables([], FIRST_TABLES, language),
    tasks: [example(language)],
    counts: { ...USUAL },
    series: "",
    seriesName: "",
  };
}

/** The form for a workshop that there is; what can't be changed any more stands in it as it was. */
export function formOf(design: Design): WorkshopForm {
  return {
    ...freshForm(design.language, design.facilitator),
    edition: design.edition,
    title: design.title,
    size: design.size,
    places: design.places.map(({ name, remote }) => ({ name, remote: remote ?? false })),
    tasks: design.tasks.map((task) => ({
      title: task.title,
      brief: task.brief,
      steps: task.steps.join("\n"),
      minutes: task.minutes,
      starter: task.starter ?? "",
      roles: (task.roles ?? []).join("\n"),
      thinkS: task.thinkS ?? 0,
      prompts: (task.prompts ?? []).join("\n"),
      pictures: (task.pictures ?? []).map(({ id, width, height, alt }) => ({ id, width, height, alt })),
    })),
  };
}

/** The body of `PUT …/design`; only for a form without problems. */
export function toChange(form: WorkshopForm): object {
  const { title, facilitator, places, tasks } = toWire(form);
  return { edition: form.edition, title, facilitator, places, tasks };
}

export function emptyTask(): TaskRow {
  return { title: "", brief: "", steps: "", minutes: 15, starter: "", roles: "", thinkS: 0, prompts: "", pictures: [] };
}

export function tables(places: readonly PlaceRow[]): number {
  return places.filter((place) => !place.remote).length;
}

/** `count` tables (names that were given stay, new ones are numbered), then the remote places as they were. */
export function withTables(places: readonly PlaceRow[], count: number, language: Language): PlaceRow[] {
  const room = places.filter((place) => !place.remote);
  const named = Array.from({ length: Math.max(0, count) }, (_, index) => {
    return room[index] ?? { name: `${TABLE[language]} ${index + 1}`, remote: false };
  });
  return [...named, ...places.filter((place) => place.remote)];
}

/** Another language for the workshop: what nobody has touched follows it, what was written stays. */
export function inLanguage(form: WorkshopForm, language: Language): WorkshopForm {
  const [from, to] = [TABLE[form.language], TABLE[language]];
  const untouched = JSON.stringify(example(form.language));
  return {
    ...form,
    language,
    places: form.places.map((place, index) =>
      place.name === `${from} ${index + 1}` ? { ...place, name: `${to} ${index + 1}` } : place,
    ),
    tasks: form.tasks.map((task) => (JSON.stringify(task) === untouched ? example(language) : task)),
  };
}

export function stepsOf(task: TaskRow): string[] {
  return linesOf(task.steps);
}

/** One thing a line, without the marks of a list. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim())
    .filter((line) => line !== "");
}

/** What is wrong with a field, as the name of a sentence (`form-<code>`) and its variables. */
export interface Problem {
  code: "missing" | "too-long" | "out-of-range" | "too-many" | "too-many-pictures" | "none" | "twice" | "refused";
  args: Record<string, string | number>;
}

/** Keyed by the field's name: `title`, `tasks.0.minutes`, `places.3.name`, … as the server names them too. */
export type Problems = Map<string, Problem>;

export function problems(form: WorkshopForm): Problems {
  const found: Problems = new Map();
  const text = (field: string, value: string, most: number, required = false): void => {
    if (required && value.trim() === "") found.set(field, { code: "missing", args: {} });
    else if (value.trim().length > most) found.set(field, { code: "too-long", args: { most } });
  };
  const whole = (field: string, value: number | null, most: number, least = 1): void => {
    if (value === null || !Number.isInteger(value) || value < least || value > most)
      found.set(field, { code: "out-of-range", args: { least, most } });
  };
  const lines = (field: string, value: string, most: number, longest: number): void => {
    const given = linesOf(value);
    if (given.length > most) found.set(field, { code: "too-many", args: { most } });
    else if (given.some((line) => line.length > longest))
      found.set(field, { code: "too-long", args: { most: longest } });
  };
  text("title", form.title, LIMITS.title, true);
  text("facilitator", form.facilitator, LIMITS.facilitator, true);
  if (form.series === NEW_SERIES) text("newSeries", form.seriesName, LIMITS.title, true);
  whole("rounds", form.rounds, LIMITS.rounds);
  if (form.places.length === 0) found.set("places", { code: "none", args: {} });
  if (form.places.length > LIMITS.places) found.set("places", { code: "too-many", args: { most: LIMITS.places } });
  const names = new Map<string, number>();
  form.places.forEach((place, index) => {
    const field = `places.${index}.name`;
    text(field, place.name, LIMITS.place, true);
    const name = place.name.trim().toLocaleLowerCase(form.language);
    if (name !== "" && names.has(name)) found.set(field, { code: "twice", args: {} });
    names.set(name, index);
  });
  if (form.tasks.length === 0) found.set("tasks", { code: "none", args: {} });
  if (form.tasks.flatMap((task) => task.pictures).length > LIMITS.allPictures)
    found.set("tasks", { code: "too-many-pictures", args: { most: LIMITS.allPictures } });
  if (toWeights(form.counts) === null) found.set("counts", { code: "none", args: {} });
  form.tasks.forEach((task, index) => {
    const field = (name: string): string => `tasks.${index}.${name}`;
    text(field("title"), task.title, LIMITS.taskTitle, true);
    text(field("brief"), task.brief, LIMITS.brief);
    whole(field("minutes"), task.minutes, LIMITS.minutes, Math.floor(task.thinkS / 60) + 1);
    text(field("starter"), task.starter, LIMITS.starter);
    lines(field("steps"), task.steps, LIMITS.steps, LIMITS.step);
    lines(field("roles"), task.roles, LIMITS.roles, LIMITS.role);
    lines(field("prompts"), task.prompts, LIMITS.prompts, LIMITS.step);
    task.pictures.forEach(({ alt }, number) => {
      text(field(`pictures.${number}.alt`), alt, LIMITS.alt, true);
    });
  });
  return found;
}

/** Only for a form without problems. */
export function toWire(form: WorkshopForm): NewWorkshop {
  const weights = toWeights(form.counts);
  return {
    title: form.title.trim(),
    facilitator: form.facilitator.trim(),
    language: form.language,
    rounds: form.rounds ?? 1,
    size: form.size,
    places: form.places.map((place) => ({ name: place.name.trim(), remote: place.remote })),
    tasks: form.tasks.map((task) => ({
      title: task.title.trim(),
      brief: task.brief.trim(),
      steps: stepsOf(task),
      minutes: task.minutes ?? 1,
      starter: task.starter,
      roles: linesOf(task.roles),
      thinkS: task.thinkS,
      prompts: linesOf(task.prompts),
      pictures: task.pictures.map(({ id, alt }) => ({ id, alt: alt.trim() })),
    })),
    ...(weights === null ? {} : { weights }),
    ...(form.series === NEW_SERIES ? { newSeries: form.seriesName.trim() } : {}),
    ...(form.series !== "" && form.series !== NEW_SERIES ? { series: form.series } : {}),
  };
}

/**
 * The key that a request is known by: the same for the same words, so that pressing again after a lost answer makes no
 * second workshop; other words are another one.
 */
export function sentAs(
  before: WorkshopForm["sent"],
  wire: NewWorkshop,
  make: () => string,
): { key: string; words: string } {
  const words = JSON.stringify(wire);
  return before?.words === words ? before : { key: make(), words };
}

/** The field on this page that a field named by the server belongs to: itself, or the nearest part of its name. */
export function fieldFor(name: string, known: (field: string) => boolean): string | null {
  const parts = name
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter((part) => part !== "" && part !== "$");
  for (; parts.length > 0; parts.pop()) {
    const field = parts.join(".");
    if (known(field)) return field;
  }
  return null;
}

const NEW = "gespann-new-workshop";

/** Where the unsaved changes of a workshop are kept. */
export function changesOf(workshop: string): string {
  return `gespann-edit-${workshop}`;
}

/** The unsent form survives a reload in this browser. A browser that keeps nothing is no reason to fail. */
export function keep(storage: Pick<Storage, "setItem">, form: WorkshopForm, key = NEW): void {
  try {
    storage.setItem(key, JSON.stringify(form));
  } catch {
    // Full or forbidden: the form still works, it is only not kept.
  }
}

/** Keeps what somebody has written; a form that is still as it came (`untouched`, in JSON) is nothing to come back to. */
export function keepChanges(
  storage: Pick<Storage, "setItem" | "removeItem">,
  form: WorkshopForm,
  untouched: string,
  key = NEW,
): void {
  if (JSON.stringify(form) === untouched) forget(storage, key);
  else keep(storage, form, key);
}

export function kept(storage: Pick<Storage, "getItem">, key = NEW): WorkshopForm | null {
  try {
    const read: unknown = JSON.parse(storage.getItem(key) ?? "null");
    if (!isForm(read)) return null;
    return {
      ...read,
      size: SIZES.find((size) => size === read.size) ?? 2,
      counts: read.counts ?? { ...USUAL },
      series: read.series ?? "",
      seriesName: read.seriesName ?? "",
      tasks: read.tasks.map((task) => ({ ...emptyTask(), ...task })),
    };
  } catch {
    return null;
  }
}

export function forget(storage: Pick<Storage, "removeItem">, key = NEW): void {
  try {
    storage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}

/** An older version of this page may have kept another shape. */
function isForm(read: unknown): read is WorkshopForm {
  if (typeof read !== "object" || read === null) return false;
  const form = read as Partial<Record<keyof WorkshopForm, unknown>>;
  const rows = (value: unknown, names: string[]): boolean =>
    Array.isArray(value) &&
    value.every((row: unknown) => typeof row === "object" && row !== null && names.every((name) => name in row));
  return (
    typeof form.title === "string" &&
    typeof form.facilitator === "string" &&
    (form.language === "de" || form.language === "en") &&
    rows(form.places, ["name", "remote"]) &&
    rows(form.tasks, ["title", "brief", "steps", "minutes", "starter"])
  );
}
