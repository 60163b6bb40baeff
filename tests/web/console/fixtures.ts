/** Views for tests, built from what a test wants to say. */
import { type Console, readConsole, type Tile, type WireConsole } from "../../../web/src/console/shapes";

/** A view with only what the test is about; the rest has its defaults. */
export type Sketch<T> = T extends (infer Item)[]
  ? Sketch<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Sketch<T[Key]> }
    : T;

export const NOW = 1_800_000_000_000;
const NAMES = ["Mara", "Jonas", "Aylin", "Piotr", "Lucía", "Ben", "Noor"];

export function aView(changes: Sketch<Console> = {}, people = 4): Console {
  const ids = Array.from({ length: people }, (_, index) => `p${index + 1}`);
  const sketch: Sketch<Console> = {
    workshop: "w1",
    version: 1,
    title: "Werkstatt",
    rounds: 2,
    people: Object.fromEntries(ids.map((id, index) => [id, { id, name: NAMES[index] ?? id, present: true }])),
    tasks: [
      { title: "One", minutes: 15 },
      { title: "Two", minutes: 20 },
    ],
    ...changes,
  };
  return readConsole(sketch as WireConsole);
}

/** A group in the middle of its round in which nothing is wrong. */
export function aTile(changes: Partial<Tile> = {}): Tile {
  const members = changes.members ?? ["p1", "p2"];
  return {
    id: "r1g1",
    members,
    place: { id: "t1", name: "Table 1", remote: false },
    symbol: 0,
    colour: 0,
    steps: 3,
    startsAt: NOW - 300_000,
    endsAt: NOW + 600_000,
    activeAt: NOW - 5_000,
    here: members,
    present: members,
    done: [],
    ready: [],
    help: "none",
    helpAt: null,
    ideas: 0,
    ...changes,
  };
}

export function working(tiles: Tile[], changes: Sketch<Console> = {}): Console {
  const wall = Object.fromEntries(tiles.map((tile) => [tile.id, tile]));
  return aView({ phase: "working", round: 1, wall, noticeUntil: NOW - 400_000, ...changes }, 7);
}
