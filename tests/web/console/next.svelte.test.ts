// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, test } from "vitest";
import de from "$locales/de/console.ftl?raw";
import en from "$locales/en/console.ftl?raw";
import { Desk } from "../../../web/src/console/desk.svelte";
import Next from "../../../web/src/console/Next.svelte";
import { speak, t } from "../../../web/src/lib/i18n";
import type { Outcome } from "../../../web/src/lib/live";
import type { LiveStore } from "../../../web/src/lib/live.svelte";
import type { Command } from "../../../web/src/lib/wire";
import { aTile, aView, NOW, working } from "./fixtures";

speak("en", { de, en });

const UNTIL = NOW + 4000;
const announced = working([aTile()], { noticeUntil: UNTIL, takenBack: 2 });

let page: ReturnType<typeof mount>;
afterEach(() => unmount(page));

/** The next step on a desk whose server answers when the test says so. */
function open(view = announced) {
  const clock = $state({ now: NOW });
  const props = $state({ view });
  const sent: Command[] = [];
  let settle = (_: Outcome): void => {};
  const live = {
    get now() {
      return clock.now;
    },
    do: (command: Command) => {
      sent.push(command);
      return new Promise<Outcome>((resolve) => {
        settle = resolve;
      });
    },
  } as unknown as LiveStore;
  page = mount(Next, {
    target: document.body,
    props: {
      desk: new Desk(live),
      get view() {
        return props.view;
      },
    },
  });
  flushSync();
  const answer = async (outcome: Outcome) => {
    settle(outcome);
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  };
  const at = (now: number, next = view) => {
    clock.now = now;
    props.view = next;
    flushSync();
  };
  return { sent, answer, at };
}

const BACK = t("console-take-back", { round: 1 });
const button = (named = BACK) =>
  [...document.querySelectorAll("button")].find((each) => each.textContent?.trim() === named);
const said = () => [...document.querySelectorAll("[role=alert]")].map((each) => each.textContent).join("");

function press(named = BACK): void {
  const found = button(named);
  if (!found) throw new Error(`no button '${named}' in: ${document.body.textContent}`);
  found.click();
  flushSync();
}

describe("R11 a round that was published by mistake", () => {
  test("is offered to be taken back as long as it is only announced", () => {
    const { at } = open();
    expect(button()).toBeDefined();
    at(UNTIL - 1);
    expect(button()).toBeDefined();
    at(UNTIL);
    expect(button()).toBeUndefined();
    at(UNTIL + 60_000, working([aTile()], { noticeUntil: UNTIL, pausedSince: UNTIL - 1 }));
    expect(button()).toBeDefined(); // a pause holds the notice
    at(NOW, aView());
    expect(button()).toBeUndefined();
  });

  test("is taken back at one press, once, and nothing is asked before", async () => {
    const { sent, answer, at } = open();
    press();
    press(); // the second half of a double tap
    expect(sent).toEqual([{ t: "takeBackRound", round: 1, takenBack: 2 }]);
    expect(button()?.getAttribute("aria-busy")).toBe("true");
    at(NOW, aView({ draft: { round: 1, groups: [{ members: ["p1", "p2"] }] }, takenBack: 3 }));
    await answer({ ok: true, version: 2 });
    expect([button(), said()]).toEqual([undefined, ""]);
  });

  test("that has begun meanwhile says so, also when the button is gone, until something else is asked for", async () => {
    const { answer, at } = open();
    press();
    at(UNTIL);
    await answer({ ok: false, code: "round-begun", fields: { round: 1 } });
    expect(button()).toBeUndefined();
    expect(said()).toBe(t("rejection-round-begun", { round: 1 }));
    press(t("console-next-end", { round: 1 }));
    press(t("cancel"));
    expect(said()).toBe("");
  });

  test("that could not be taken back can be tried again, and the sentence goes with that", async () => {
    const { sent, answer } = open();
    press();
    await answer({ ok: false, code: "not-saved", fields: {} });
    expect(said()).toBe(t("error-not-saved"));
    press();
    expect(said()).toBe("");
    expect(sent).toHaveLength(2);
  });
});
