import { expect, test } from "vitest";
import { news } from "../../../web/src/console/news";
import { aTile, aView, working } from "./fixtures";

test("a call for help is told once, before everything else", () => {
  const calm = working([aTile()]);
  const calling = working([aTile({ help: "asked" })]);
  expect(news(calm, calling)?.id).toBe("console-news-help");
  expect(news(calling, calling)).toBeNull();
  expect(news(aView(), calling)?.id).toBe("console-news-help");
});

test("who is left alone is told once, when it happens", () => {
  const together = working([aTile()]);
  const alone = working([aTile({ members: ["p1"] })]);
  const vanished = working([aTile({ present: ["p1"] })]);
  expect(news(together, alone)).toEqual({ id: "console-news-alone", args: { place: "Table 1" } });
  expect(news(together, vanished)?.id).toBe("console-news-alone");
  expect(news(vanished, alone)).toBeNull();
  expect(news(together, working([aTile({ help: "asked", present: ["p1"] })]))?.id).toBe("console-news-help");
});

test("a draft, a round, its end and the close are told; people who join are not", () => {
  const draft = aView({ draft: { round: 1, revision: 1, groups: [{ members: ["p1", "p2"] }] } });
  expect(news(aView(), draft)).toEqual({ id: "console-news-draft", args: { groups: 1 } });
  expect(news(draft, working([aTile()]))?.id).toBe("console-news-published");
  expect(news(working([aTile()]), aView({ round: 1 }))?.id).toBe("console-news-ended");
  expect(news(working([aTile()]), aView({ takenBack: 1, draft: { round: 1 } }))).toEqual({
    id: "console-news-taken-back",
    args: { round: 1 },
  });
  expect(news(aView(), aView({ phase: "closed" }))?.id).toBe("console-news-closed");
  expect(news(aView({}, 2), aView({}, 3))).toBeNull();
});
