import { describe, expect, test } from "vitest";
import {
  changesOf,
  emptyTask,
  fieldFor,
  formOf,
  freshForm,
  inLanguage,
  keep,
  keepChanges,
  kept,
  NEW_SERIES,
  problems,
  sentAs,
  stepsOf,
  toChange,
  toWire,
  withTables,
} from "../../../web/src/console/form";

function filled(): ReturnType<typeof freshForm> {
  return { ...freshForm("de", "Kim"), title: " Werkstatt " };
}

test("a fresh form lacks only a title and a name", () => {
  expect([...problems(freshForm("en")).keys()]).toEqual(["title", "facilitator"]);
  expect(problems(filled()).size).toBe(0);
});

test("what goes to the server is trimmed, steps are lines", () => {
  const wire = toWire(filled());
  expect(wire.title).toBe("Werkstatt");
  expect(wire.tasks[0]?.steps).toHaveLength(4);
  expect(wire.places[0]).toEqual({ name: "Tisch 1", remote: false });
});

test("a workshop is of no series, of a new one that has a name, or of one that there is", () => {
  const sent = (series: string, seriesName = "") => toWire({ ...filled(), series, seriesName });
  expect(sent("", "Abende")).not.toHaveProperty("newSeries");
  expect(sent("s1", "Abende")).toMatchObject({ series: "s1" });
  expect(sent("s1", "Abende")).not.toHaveProperty("newSeries");
  expect(sent(NEW_SERIES, " Abende ")).toMatchObject({ newSeries: "Abende" });
  expect([...problems({ ...filled(), series: NEW_SERIES }).keys()]).toEqual(["newSeries"]);
});

test("bullets and numbers before steps are no part of them", () => {
  expect(stepsOf({ ...emptyTask(), steps: "- one\n\n2. two\n 3) three \n4 walls" })).toEqual([
    "one",
    "two",
    "three",
    "4 walls",
  ]);
});

describe("problems stand beside their fields", () => {
  test("numbers out of range", () => {
    const form = { ...filled(), rounds: 0 };
    form.tasks[0] = { ...emptyTask(), title: "x", minutes: 2.5 };
    expect([...problems(form).keys()]).toEqual(["rounds", "tasks.0.minutes"]);
  });

  test("no place, no task, a name twice", () => {
    expect([...problems({ ...filled(), places: [], tasks: [] }).keys()]).toEqual(["places", "tasks"]);
    const twice = [
      { name: "Tisch A", remote: false },
      { name: "tisch a ", remote: false },
    ];
    expect(problems({ ...filled(), places: twice }).get("places.1.name")?.code).toBe("twice");
  });
});

describe("tables", () => {
  test("more keeps names, fewer cuts from the end, remote stays", () => {
    const places = [
      { name: "Fenster", remote: false },
      { name: "Video", remote: true },
    ];
    expect(withTables(places, 2, "de").map((place) => place.name)).toEqual(["Fenster", "Tisch 2", "Video"]);
    expect(withTables(places, 0, "de").map((place) => place.name)).toEqual(["Video"]);
  });

  test("another language renames what nobody touched", () => {
    const form = filled();
    form.places[0] = { name: "Fenster", remote: false };
    const english = inLanguage(form, "en");
    expect(english.places.slice(0, 2).map((place) => place.name)).toEqual(["Fenster", "Table 2"]);
    expect(english.tasks[0]?.title).toBe("Make one thing easier");
    form.tasks[0] = { ...emptyTask(), title: "Mein", minutes: 5 };
    expect(inLanguage(form, "en").tasks[0]?.title).toBe("Mein");
  });
});

test("a field named by the server finds its place on the page", () => {
  const known = (field: string): boolean => ["title", "tasks.0.minutes", "places"].includes(field);
  expect(fieldFor("tasks[0].minutes", known)).toBe("tasks.0.minutes");
  expect(fieldFor("$.places[3].name", known)).toBe("places");
  expect(fieldFor("weights", known)).toBeNull();
});

test("the unsent form is kept, and what is no form is not read", () => {
  const cells = new Map<string, string>();
  const storage = {
    getItem: (key: string) => cells.get(key) ?? null,
    setItem: (key: string, value: string) => void cells.set(key, value),
  };
  expect(kept(storage)).toBeNull();
  keep(storage, filled());
  expect(kept(storage)).toEqual(filled());
  cells.set("gespann-new-workshop", '{"title": 3}');
  expect(kept(storage)).toBeNull();
  cells.set("gespann-new-workshop", "{");
  expect(kept(storage)).toBeNull();
});

test("changes of a workshop are kept apart from a new one, with their edition; none are none", () => {
  const cells = new Map<string, string>();
  const storage = {
    getItem: (key: string) => cells.get(key) ?? null,
    setItem: (key: string, value: string) => void cells.set(key, value),
    removeItem: (key: string) => void cells.delete(key),
  };
  keep(storage, { ...filled(), edition: 3 }, changesOf("w1"));
  expect(kept(storage)).toBeNull();
  expect(kept(storage, changesOf("w2"))).toBeNull();
  expect(toChange(kept(storage, changesOf("w1")) ?? filled())).toMatchObject({ edition: 3, title: "Werkstatt" });
  keepChanges(storage, filled(), JSON.stringify(filled()), changesOf("w1"));
  expect(kept(storage, changesOf("w1"))).toBeNull();
});

test("pressing again sends the same key, other words another one, also after a reload", () => {
  let made = 0;
  const make = () => `key-${++made}`;
  const form = filled();
  form.sent = sentAs(form.sent, toWire(form), make);
  expect(sentAs(form.sent, toWire(form), make)).toEqual(form.sent);
  const reloaded = kept({ getItem: () => JSON.stringify(form) });
  expect(sentAs(reloaded?.sent, toWire(form), make).key).toBe("key-1");
  expect(sentAs(form.sent, toWire({ ...form, title: "Other" }), make).key).toBe("key-2");
});

test("a workshop that there is goes through the form unchanged", () => {
  const task = {
    title: "A",
    brief: "B",
    steps: ["1", "2"],
    minutes: 5,
    thinkS: 60,
    pictures: [{ id: "p", alt: "x", width: 4, height: 3 }],
  };
  const places = [{ name: "Fenster", remote: false }];
  const form = formOf({ edition: 3, title: "T", facilitator: "Kim", language: "de", size: 4, places, tasks: [task] });
  expect(problems(form).size).toBe(0);
  expect(toChange(form)).toEqual({
    edition: 3,
    title: "T",
    facilitator: "Kim",
    places,
    tasks: [{ ...task, starter: "", roles: [], prompts: [], pictures: [{ id: "p", alt: "x" }] }],
  });
});

test("roles and prompts are lines, and who thinks alone for two minutes has a third to talk", () => {
  const form = filled();
  form.tasks[0] = {
    ...emptyTask(),
    title: "x",
    minutes: 2,
    roles: "- writes\n- asks\n",
    thinkS: 120,
    prompts: "1. Why?",
  };
  expect([...problems(form).keys()]).toEqual(["tasks.0.minutes"]);
  form.tasks[0].minutes = 3;
  expect(problems(form).size).toBe(0);
  expect(toWire(form).tasks[0]).toMatchObject({ roles: ["writes", "asks"], thinkS: 120, prompts: ["Why?"] });
  form.tasks[0].roles = "x\n".repeat(9);
  form.tasks[0].prompts = "x".repeat(201);
  expect([...problems(form).keys()]).toEqual(["tasks.0.roles", "tasks.0.prompts"]);
});

test("a picture says what it shows, and there are not too many", () => {
  const form = filled();
  const picture = (id: string, alt: string) => ({ id, alt, width: 4, height: 3 });
  form.tasks[0] = { ...emptyTask(), title: "x", pictures: [picture("a", " A gate "), picture("b", " ")] };
  expect([...problems(form)]).toEqual([["tasks.0.pictures.1.alt", { code: "missing", args: {} }]]);
  expect(toWire(form).tasks[0]?.pictures[0]).toEqual({ id: "a", alt: "A gate" });
  const three = [1, 2, 3].map((number) => picture(String(number), "x"));
  form.tasks = Array.from({ length: 5 }, () => ({ ...emptyTask(), title: "x", pictures: three }));
  expect(problems(form).get("tasks")?.code).toBe("too-many-pictures");
});

test("a form that an older page kept has the new fields", () => {
  const { size, ...old } = filled();
  expect(size).toBe(2);
  const storage = {
    getItem: () => JSON.stringify({ ...old, tasks: [{ title: "x", brief: "", steps: "", minutes: 5, starter: "" }] }),
  };
  expect(kept(storage)?.size).toBe(2);
  expect(kept(storage)?.tasks[0]).toEqual({ ...emptyTask(), title: "x", minutes: 5 });
});
