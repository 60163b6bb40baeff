import { expect, test } from "vitest";
import { closedHow } from "../../../web/src/console/closed";
import { aView, NOW } from "./fixtures";

test("W5 a workshop that closed by itself says after which silence", () => {
  const closed = { phase: "closed" as const, closedAt: NOW };
  expect(closedHow(aView({ ...closed, round: 2 }))).toBe("console-closed-at");
  expect(closedHow(aView({ ...closed, round: 2, closedByItself: true }))).toBe("console-closed-itself");
  expect(closedHow(aView({ ...closed, round: 1, closedByItself: true }))).toBe("console-closed-unfinished");
  const paused = { ...closed, round: 2, closedByItself: true, pausedSince: NOW - 1 };
  expect(closedHow(aView(paused))).toBe("console-closed-unfinished");
});
