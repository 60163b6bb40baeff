import { describe, expect, test } from "vitest";
import {
  type Asked,
  agenda,
  asks,
  nextStep,
  overtaken,
  takeBack,
  taskOf,
  timeLeft,
} from "../../../web/src/console/next";
import { aTile, aView, NOW, working } from "./fixtures";

const GROUP = { members: ["p1", "p2"], points: 100 };

describe("the next step", () => {
  test("waits for people as long as nobody could be grouped", () => {
    expect(nextStep(aView({}, 0), NOW)).toEqual({ kind: "waitForPeople", missing: 2 });
    expect(nextStep(aView({}, 1), NOW)).toEqual({ kind: "waitForPeople", missing: 1 });
  });

  test("does not count who sits out or has left", () => {
    const people = { p1: { id: "p1" }, p2: { id: "p2", sitsOut: true }, p3: { id: "p3", removed: true } };
    expect(nextStep(aView({ people }), NOW)).toEqual({ kind: "waitForPeople", missing: 1 });
  });

  test("drafts the first round, then the following one", () => {
    expect(nextStep(aView(), NOW)).toEqual({ kind: "draft", round: 1 });
    expect(nextStep(aView({ round: 1 }), NOW)).toEqual({ kind: "draft", round: 2 });
  });

  test("publishes the revision that is on screen", () => {
    const draft = { round: 1, revision: 7, groups: [GROUP, { members: ["p3", "p4"] }] };
    expect(nextStep(aView({ draft }), NOW)).toEqual({ kind: "publish", round: 1, revision: 7, people: 4, groups: 2 });
  });

  test("plans anew when the draft has no group left", () => {
    expect(nextStep(aView({ draft: { round: 2, revision: 1 } }), NOW)).toEqual({ kind: "replan", round: 2 });
    const alone = aView({ draft: { round: 2, revision: 1 } }, 1);
    expect(nextStep(alone, NOW)).toEqual({ kind: "waitForPeople", missing: 1 });
  });

  test("waits while the groups are only announced", () => {
    const view = working([aTile()], { noticeUntil: NOW + 4000 });
    expect(nextStep(view, NOW)).toEqual({ kind: "waitForNotice", until: NOW + 4000 });
  });

  test("ends the round; that is due when all are ready or out of time", () => {
    expect(nextStep(working([aTile()]), NOW)).toEqual({ kind: "end", round: 1, due: false });
    const over = aTile({ endsAt: NOW - 1 });
    const ready = aTile({ id: "r1g2", members: ["p3", "p4"], ready: ["p3", "p4"] });
    expect(nextStep(working([over, ready]), NOW)).toEqual({ kind: "end", round: 1, due: true });
  });

  test("resumes a paused round", () => {
    expect(nextStep(working([aTile()], { pausedSince: NOW }), NOW)).toEqual({ kind: "resume", round: 1 });
  });

  test("closes after the last round, then there is nothing", () => {
    expect(nextStep(aView({ round: 2 }), NOW)).toEqual({ kind: "close" });
    expect(nextStep(aView({ phase: "closed", round: 2 }), NOW)).toEqual({ kind: "nothing" });
  });
});

describe("a question that stands open while somebody else acts", () => {
  const GROUPS = [GROUP, { members: ["p3", "p4"] }];
  const drafted = aView({ draft: { round: 1, revision: 7, groups: GROUPS } });
  const running = working([aTile()]);
  const allDone = aView({ round: 2 });

  function told(before: typeof drafted, after: typeof drafted): string | null {
    const step = nextStep(before, NOW);
    if (!asks(step)) throw new Error("nothing was asked");
    return overtaken(step satisfies Asked, after, nextStep(after, NOW));
  }

  test("stands as long as the answer means the same", () => {
    expect(told(drafted, drafted)).toBeNull();
    expect(told(running, working([aTile({ ready: ["p1", "p2"] })]))).toBeNull();
    expect(told(allDone, allDone)).toBeNull();
  });

  test("is over when somebody was faster, and says so", () => {
    const announced = working([aTile()], { noticeUntil: NOW + 9000 });
    expect(told(drafted, announced)).toBe("rejection-already-done");
    expect(told(running, aView({ round: 1 }))).toBe("rejection-already-done");
    expect(told(allDone, aView({ phase: "closed", round: 2 }))).toBe("rejection-already-done");
  });

  test("is over when the answer would mean something else", () => {
    const swapped = aView({ draft: { round: 1, revision: 8, groups: GROUPS } });
    expect(told(drafted, swapped)).toBe("console-next-changed");
    expect(told(drafted, aView())).toBe("console-next-changed");
    expect(told(running, working([aTile()], { pausedSince: NOW }))).toBe("console-next-held");
  });
});

describe("R11 what was published by mistake", () => {
  const until = NOW + 4000;
  const back = { t: "takeBackRound", round: 1, takenBack: 2 };

  test("can be taken back as long as it is only announced", () => {
    const view = working([aTile()], { noticeUntil: until, takenBack: 2 });
    expect(takeBack(view, NOW)).toEqual(back);
    expect(takeBack(view, until - 1)).toEqual(back);
    expect(takeBack(view, until)).toBeNull();
    expect(takeBack(aView({ takenBack: 2 }), NOW)).toBeNull();
  });

  test("also in a pause, which holds the notice", () => {
    const paused = working([aTile()], { noticeUntil: until, pausedSince: NOW, takenBack: 2 });
    expect(takeBack(paused, NOW + 60_000)).toEqual(back);
    const begun = working([aTile()], { noticeUntil: until, pausedSince: until });
    expect(takeBack(begun, until + 60_000)).toBeNull();
  });
});

test("a pause holds the time that is left", () => {
  const tile = aTile({ endsAt: NOW + 60_000 });
  expect(timeLeft(working([tile]), NOW + 10_000)).toBe(50_000);
  expect(timeLeft(working([tile], { pausedSince: NOW }), NOW + 10_000)).toBe(60_000);
  expect(timeLeft(aView(), NOW)).toBeNull();
});

test("the tasks take turns", () => {
  expect(taskOf(aView(), 1)?.title).toBe("One");
  expect(taskOf(aView(), 3)?.title).toBe("One");
  expect(taskOf(aView({ tasks: [] }), 1)).toBeNull();
});

describe("the agenda says where we are", () => {
  const states = (view: Parameters<typeof agenda>[0]): string =>
    agenda(view)
      .map((stop) => stop.state[0])
      .join("");

  test("from the lobby through the rounds to the close", () => {
    expect(states(aView())).toBe("naaa");
    expect(states(aView({ draft: { round: 1, groups: [GROUP] } }))).toBe("dnaa");
    expect(states(working([aTile()]))).toBe("dnaa");
    expect(states(aView({ round: 1 }))).toBe("ddna");
    expect(states(aView({ round: 2 }))).toBe("dddn");
    expect(states(aView({ round: 2, phase: "closed" }))).toBe("dddn");
    expect(states(aView({ round: 1, phase: "closed" }))).toBe("ddan");
  });
});
