import { describe, expect, it } from "vitest";
import participantDe from "../../../web/locales/de/participant.ftl?raw";
import { dayAndTime, speak, t, time } from "../../../web/src/lib/i18n";
import { markdown } from "../../../web/src/lib/markdown";
import { merge } from "../../../web/src/lib/patch";
import { clockText, minutesBegun, timer } from "../../../web/src/lib/timer";

describe("merge patch (RFC 7396, appendix A)", () => {
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j + %j = %j", (target, patch, result) => {
    const before = JSON.stringify(target);
    expect(merge(target, patch)).toEqual(result);
    expect(JSON.stringify(target)).toBe(before);
  });
});

describe("timer", () => {
  const span = { startsAt: 1_000_000, endsAt: 1_600_000 };

  it.each([
    [999_999, "before", 600_000],
    [1_000_000, "running", 600_000],
    [1_479_999, "running", 120_001],
    [1_480_000, "warning", 120_000],
    [1_599_999, "warning", 1],
    [1_600_000, "over", 0],
    [9_000_000, "over", 0],
  ])("R4: at %i it is %s with %i ms left", (now, stage, left) => {
    expect(timer(span, now)).toMatchObject({ stage, left, paused: false });
  });

  it("stands still while the round is paused", () => {
    expect(timer(span, 9_000_000, 1_300_000)).toEqual({ stage: "running", left: 300_000, fraction: 0.5, paused: true });
  });

  it("shows 0:00 only at the end", () => {
    expect([clockText(725_000), clockText(1), clockText(0), clockText(60_000)]).toEqual([
      "12:05",
      "0:01",
      "0:00",
      "1:00",
    ]);
  });
});

describe("markdown", () => {
  it("reads what a brief needs", () => {
    expect(markdown("# Plan\n\nWrite **one** line, *short*.\n\n1. a\n2. `b`")).toEqual([
      { t: "heading", level: 1, children: [{ t: "text", text: "Plan" }] },
      {
        t: "paragraph",
        children: [
          { t: "text", text: "Write " },
          { t: "strong", children: [{ t: "text", text: "one" }] },
          { t: "text", text: " line, " },
          { t: "emphasis", children: [{ t: "text", text: "short" }] },
          { t: "text", text: "." },
        ],
      },
      {
        t: "list",
        ordered: true,
        start: 1,
        items: [
          [{ t: "paragraph", children: [{ t: "text", text: "a" }] }],
          [{ t: "paragraph", children: [{ t: "code", text: "b" }] }],
        ],
      },
    ]);
  });

  it("opens links to the web and mail only", () => {
    const links = markdown("[a](https://example.org/x) [b](javascript:alert(1)) [c](data:text/html,x) <https://e.org>");
    expect(JSON.stringify(links).match(/"href":"[^"]*"/g)).toEqual([
      '"href":"https://example.org/x"',
      '"href":"https://e.org/"',
    ]);
  });

  it("shows raw HTML as the text that it is, and a picture as its description", () => {
    const found = JSON.stringify(
      markdown('<script>alert(1)</script>\n\na <b onclick="x">b</b> ![a cat](https://e.org/c.png)'),
    );
    expect(found).toContain("<script>alert(1)</script>");
    expect(found).toContain("a cat");
    expect(found).not.toContain("c.png");
  });
});

describe("sentences", () => {
  it("name groups with the right ending", () => {
    speak("de");
    expect(t("group-name", { symbol: 0, colour: 0 })).toBe("Blauer Reiher");
    expect(t("group-name", { symbol: 4, colour: 1 })).toBe("Rotes Boot");
    expect(t("group-name", { symbol: 10, colour: 7 })).toBe("Rosa Mühle");
    speak("en");
    expect(t("group-name", { symbol: 0, colour: 0 })).toBe("Blue heron");
  });

  it("isolate right-to-left names and drop direction overrides", () => {
    speak("en");
    expect(t("reason-level-more", { name: "שרה" })).toBe("\u2068שרה\u2069 has more experience than you do.");
    expect(t("reason-level-more", { name: "a\u202Eb" })).toBe("ab has more experience than you do.");
  });
});

it("times have 24 hours in both languages", () => {
  const evening = new Date(2026, 0, 21, 18, 5).getTime();
  const files = { de: "", en: "" };
  for (const language of ["de", "en"] as const) {
    speak(language, files);
    expect(time(evening)).toBe("18:05");
    expect(dayAndTime(evening)).toMatch(/^21.* 18:05$/);
  }
});

it("says the last minute only when it is the last one", () => {
  speak("de", { de: participantDe, en: "" });
  const said = (ms: number) => t("work-warning", { minutes: minutesBegun(ms) });
  expect(said(120_000)).toContain("zwei Minuten");
  expect(said(61_000)).toContain("zwei Minuten");
  for (const ms of [60_000, 57_000, 1]) expect(said(ms)).not.toContain("zwei");
});
