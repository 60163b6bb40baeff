/**
 * The console's view as this page reads it: the wire leaves out what has its default value, here everything is filled in.
 * Instants are milliseconds since the Unix epoch.
 */

import type * as wire from "../lib/wire";

export type { Language } from "../lib/boot";
export type { HelpName, PhaseName, Reason } from "../lib/wire";
export type WireConsole = Partial<wire.Console>;

/** `T` with `Keys` present or null and everything else present. */
type Filled<T, Keys extends keyof T = never> = Required<Omit<T, Keys>> & {
  [Key in Keys]-?: Exclude<T[Key], undefined> | null;
};

export type Task = Filled<wire.TaskView>;
export type Announcement = Filled<wire.AnnouncementView>;
export type Place = Filled<wire.PlaceView>;
export type Person = Filled<wire.ConsolePerson, "level">;
export type PairReasons = Filled<wire.PairReasons>;
export type DraftGroup = Omit<Filled<wire.DraftGroupView>, "place" | "pairs"> & { place: Place; pairs: PairReasons[] };
export type Shortfall = wire.LeftOver | wire.MeetAgain | wire.AgainAtLeast | wire.SeveralTrios | wire.TablesDiffer;
export type WhyAgain = wire.FewStrangers | wire.FewPairs | wire.FewSpeakers | wire.SatTogether;
export type WayOut = wire.HostWay | wire.NoRepeatsWay | wire.UnlockWay | wire.TablesOfWay;
export type Better = Filled<wire.BetterPlan>;
export type Draft = Omit<Filled<wire.DraftView, "bound" | "better">, "groups" | "better"> & {
  groups: DraftGroup[];
  better: Better | null;
};
export type Weights = Filled<wire.WeightsView>;
export type Share = Filled<wire.ShareView, "known">;
export type Tile = Omit<Filled<wire.Tile, "helpAt">, "place"> & { place: Place };
export type PastRound = Omit<Filled<wire.PastRound>, "groups"> & { groups: DraftGroup[] };
export type Console = Omit<
  Filled<wire.Console, "noticeUntil" | "pausedSince" | "closedAt">,
  "people" | "tasks" | "places" | "weights" | "draft" | "wall" | "past" | "fairness"
> & {
  people: Record<string, Person>;
  tasks: Task[];
  places: Place[];
  weights: Weights;
  draft: Draft | null;
  wall: Record<string, Tile>;
  past: PastRound[];
  fairness: Record<string, Share>;
};

const PERSON: Person = {
  id: "",
  name: "",
  level: null,
  langs: [],
  workingOn: "",
  present: false,
  late: false,
  sitsOut: false,
  removed: false,
};
const PLACE: Place = { id: "", name: "", remote: false };
const TASK: Task = {
  title: "",
  brief: "",
  steps: [],
  minutes: 0,
  starter: "",
  roles: [],
  thinkS: 0,
  prompts: [],
  pictures: [],
};
const GROUP: DraftGroup = {
  members: [],
  points: 0,
  place: PLACE,
  symbol: 0,
  colour: 0,
  pairs: [],
  locked: false,
};
const PAIR: PairReasons = { a: "", b: "", reasons: [], met: false };
const DRAFT: Draft = {
  round: 0,
  revision: 0,
  groups: [],
  unplaced: [],
  sittingOut: [],
  bound: null,
  shortfalls: [],
  ways: [],
  better: null,
  ahead: 0,
};
const BETTER: Better = { revision: 0, placed: 0, repeats: 0, points: 0, people: 0, moved: 0, evener: false };
const WEIGHTS: Weights = { experience: 0, experienceMode: "mix", interests: 0, skills: 0, employer: 0 };
const SHARE: Share = { partners: 0, repeats: 0, trios: 0, out: 0, leftOver: 0, helped: 0, known: null };
const TILE: Tile = {
  id: "",
  members: [],
  place: PLACE,
  symbol: 0,
  colour: 0,
  steps: 0,
  startsAt: 0,
  endsAt: 0,
  activeAt: 0,
  here: [],
  present: [],
  done: [],
  ready: [],
  help: "none",
  helpAt: null,
  ideas: 0,
};
const PAST: PastRound = { round: 0, task: "", groups: [], satOut: [] };
const CONSOLE: Console = {
  workshop: "",
  version: 0,
  title: "",
  facilitator: "",
  language: "en",
  code: "",
  rounds: 0,
  round: 0,
  phase: "gathering",
  people: {},
  tasks: [],
  places: [],
  weights: WEIGHTS,
  draft: null,
  wall: {},
  noticeUntil: null,
  takenBack: 0,
  pausedSince: null,
  extraS: 0,
  announcements: [],
  gallery: [],
  past: [],
  fairness: {},
  closedAt: null,
  closedByItself: false,
  size: 2,
  series: "",
};

/** `wire` over the defaults; fields that are absent or null keep the default. */
function over<T extends object>(defaults: T, wire: object | null | undefined): T {
  const whole = { ...defaults } as Record<string, unknown>;
  for (const [key, value] of Object.entries(wire ?? {})) {
    if (value !== undefined && value !== null) whole[key] = value;
  }
  return whole as T;
}

/** By what came on the wire: a patch that leaves the groups alone leaves them the same, so that no card is drawn anew. */
const groups = new WeakMap<object, DraftGroup>();

function group(wire: object): DraftGroup {
  const known = groups.get(wire);
  if (known) return known;
  const whole = over(GROUP, wire);
  const read = { ...whole, place: over(PLACE, whole.place), pairs: whole.pairs.map((pair) => over(PAIR, pair)) };
  groups.set(wire, read);
  return read;
}

function table<T>(rows: object, read: (wire: object) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(rows).map(([key, value]) => [key, read(value as object)]));
}

export function readConsole(wire: WireConsole): Console {
  const whole = over(CONSOLE, wire);
  const draft = whole.draft === null ? null : over(DRAFT, whole.draft);
  return {
    ...whole,
    people: table(whole.people, (person) => over(PERSON, person)),
    tasks: whole.tasks.map((task) => over(TASK, task)),
    places: whole.places.map((place) => over(PLACE, place)),
    weights: over(WEIGHTS, whole.weights),
    fairness: table(whole.fairness, (share) => over(SHARE, share)),
    draft:
      draft === null
        ? null
        : {
            ...draft,
            groups: draft.groups.map(group),
            better: draft.better === null ? null : over(BETTER, draft.better),
          },
    wall: table(whole.wall, (wireTile) => {
      const tile = over(TILE, wireTile);
      return { ...tile, place: over(PLACE, tile.place) };
    }),
    past: whole.past.map((wirePast) => {
      const round = over(PAST, wirePast);
      return { ...round, groups: round.groups.map(group) };
    }),
  };
}
