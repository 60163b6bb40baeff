import { describe, expect, it } from "vitest";
import type { GroupView, Room, Seat } from "../../../web/src/lib/wire";
import { type Entry, type Invitation, type Known, keyOf, screenOf } from "../../../web/src/participant/screen";

const NOW = 1_000_000_000;
const seated: Entry = { t: "seated", workshop: "w" };

const room = (some: Partial<Room> = {}): Room => ({
  workshop: "w",
  title: "Lernwerkstatt",
  facilitator: "Ada",
  language: "de",
  code: "ABCD-EFGH",
  rounds: 2,
  round: 1,
  phase: "working",
  joined: 5,
  present: 5,
  task: { title: "Plan", brief: "", steps: [], minutes: 10 },
  noticeUntil: NOW - 5_000,
  ...some,
});

const group = (some: Partial<GroupView> = {}): GroupView => ({
  id: "r1g0",
  round: 1,
  partners: [{ id: "p2", name: "Jonas" }],
  place: { id: "t4", name: "Tisch 4" },
  symbol: 0,
  colour: 0,
  first: "p2",
  startsAt: NOW + 85_000,
  endsAt: NOW + 685_000,
  ...some,
});

const seat = (some: Partial<Seat> = {}): Seat => ({ person: "p1", name: "Mara", ...some });

const see = (some: Partial<Known>) =>
  screenOf({
    entry: seated,
    connection: "live",
    room: room(),
    seat: seat(),
    now: NOW,
    panel: "none",
    erasing: false,
    erased: false,
    ...some,
  });

describe("before there is a seat", () => {
  const invitation: Invitation = {
    workshop: "w",
    title: "x",
    facilitator: "Ada",
    language: "de",
    phase: "gathering",
    joined: 0,
    full: false,
    closed: false,
  };

  it("asks whoever is invited to join", () => {
    expect(see({ entry: { t: "invited", invitation } }).t).toBe("join");
  });
  it("tells the late and the many why not", () => {
    expect(see({ entry: { t: "invited", invitation: { ...invitation, closed: true, full: true } } }).t).toBe("tooLate");
    expect(see({ entry: { t: "invited", invitation: { ...invitation, full: true } } }).t).toBe("full");
  });
  it("waits for the first snapshots", () => {
    expect(see({ room: undefined, seat: undefined }).t).toBe("loading");
  });
});

describe("somebody without a group in the running round", () => {
  it("waits for a chair, or has left and asks for one first (rule R9)", () => {
    expect(see({}).t).toBe("unplaced");
    expect(see({ seat: seat({ left: true }) }).t).toBe("left");
    expect(see({ seat: seat({ left: true, sitsOut: true }) }).t).toBe("satOut");
  });
});

describe("between the rounds", () => {
  it("is the lobby before the first, and a pause after it", () => {
    expect(see({ room: room({ phase: "gathering", round: 0 }) }).t).toBe("lobby");
    expect(see({ room: room({ phase: "gathering", round: 1 }) }).t).toBe("between");
  });
  it("shows what the person opened", () => {
    expect(see({ room: room({ phase: "gathering", round: 0 }), panel: "wishes" })).toEqual({
      t: "panel",
      panel: "wishes",
    });
  });
});

describe("in a round", () => {
  it("announces for ten seconds, even over an open form", () => {
    const screen = see({ room: room({ noticeUntil: NOW + 4_000 }), seat: seat({ group: group() }), panel: "answers" });
    expect(screen).toMatchObject({ t: "notice", until: NOW + 4_000 });
  });

  it("then is a sign to find each other by, in the same place", () => {
    const notice = see({ room: room({ noticeUntil: NOW + 1 }), seat: seat({ group: group() }) });
    const beacon = see({ seat: seat({ group: group() }) });
    expect(beacon.t).toBe("beacon");
    expect(keyOf(beacon)).toBe(keyOf(notice));
  });

  it("starts when both are here", () => {
    const here = group({ here: true, partners: [{ id: "p2", name: "Jonas", here: true }] });
    expect(see({ seat: seat({ group: here }) }).t).toBe("work");
    const alone = group({ here: true });
    expect(see({ seat: seat({ group: alone }) }).t).toBe("beacon");
  });

  it("sends nobody to meet a group that everybody else has left", () => {
    const left = group({ partners: [], gone: ["Jonas"] });
    expect(see({ seat: seat({ group: left }) }).t).toBe("work");
    expect(see({ room: room({ noticeUntil: NOW + 4_000 }), seat: seat({ group: left }) }).t).toBe("work");
  });

  it("starts by itself when its time has come", () => {
    expect(see({ seat: seat({ group: group() }), now: NOW + 85_000 })).toMatchObject({
      t: "work",
      timer: { left: 600_000 },
    });
  });

  it("keeps notice and beacon as they are while paused", () => {
    const paused = room({ noticeUntil: NOW + 4_000, pausedSince: NOW });
    expect(see({ room: paused, seat: seat({ group: group() }), now: NOW + 600_000 }).t).toBe("notice");
    const beacon = room({ pausedSince: NOW });
    expect(see({ room: beacon, seat: seat({ group: group() }), now: NOW + 600_000 }).t).toBe("beacon");
  });

  it("R4: stays at work after the end, softly", () => {
    expect(see({ seat: seat({ group: group() }), now: NOW + 9_000_000 })).toMatchObject({
      t: "work",
      timer: { stage: "over" },
    });
  });

  it("tells who has no group why, and offers a chair", () => {
    expect(see({ seat: seat({ sitsOut: true }) }).t).toBe("satOut");
    expect(see({ seat: seat({ unplaced: true }) })).not.toHaveProperty("offered");
    const offered = { group: "r1g1", names: ["Kim"], place: { id: "t1", name: "Tisch 1" }, symbol: 1, colour: 1 };
    expect(see({ seat: seat({ unplaced: true, offered }) })).toMatchObject({ t: "unplaced", offered });
  });
});

describe("at the end", () => {
  it("closes for everybody, whatever was open", () => {
    expect(see({ room: room({ phase: "closed" }), panel: "answers" }).t).toBe("close");
  });
  it("says that a seat was given up, or is not ours", () => {
    expect(see({ seat: seat({ removed: true }) }).t).toBe("removed");
    expect(see({ connection: "ended" }).t).toBe("ended");
  });
  it("keeps the screen while there is no connection", () => {
    expect(see({ connection: "offline", seat: seat({ group: group() }) }).t).toBe("beacon");
  });
});

it("does not say that somebody was taken out who is just deleting everything", () => {
  const gone = {
    room: room({ phase: "gathering", round: 0 }),
    seat: seat({ removed: true }),
    panel: "wishes" as const,
  };
  expect(see(gone).t).toBe("removed");
  expect(see({ ...gone, erasing: true }).t).toBe("panel");
  expect(see({ ...gone, erasing: true, connection: "ended" }).t).toBe("panel");
  expect(see({ ...gone, erased: true }).t).toBe("erased");
});
