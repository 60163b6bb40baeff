// @vitest-environment happy-dom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import type { AnnouncementView, GroupView, OfferedPlace, Room, Seat } from "../../../web/src/lib/wire";
import Announcement from "../../../web/src/participant/Announcement.svelte";
import Meet from "../../../web/src/participant/Meet.svelte";
import type { Screen } from "../../../web/src/participant/screen";
import type { Session } from "../../../web/src/participant/session.svelte";
import Waiting from "../../../web/src/participant/Waiting.svelte";
import Paper from "../../../web/src/participant/work/Paper.svelte";
import type { PaperOptions } from "../../../web/src/participant/work/paper";

// Who listens hears what comes into a region that was there before: a region that comes with its words stays silent.

speak("en", { en: participant, de: "" });

let opened: PaperOptions;
vi.mock("../../../web/src/participant/work/paper", () => ({
  openPaper: (options: PaperOptions) => {
    opened = options;
    return { close: () => {}, online: () => {} };
  },
}));

let page: ReturnType<typeof mount>;
afterEach(() => unmount(page));

const room = {
  workshop: "w",
  title: "W",
  facilitator: "Ada",
  rounds: 2,
  round: 1,
  phase: "working",
  present: 2,
  joined: 2,
} as Room;
const regions = () => [...document.querySelectorAll<HTMLElement>("[role=status]")];

/** Which of the regions that were there before says so now. */
function heard(before: HTMLElement[], words: string): boolean {
  flushSync();
  return before.some((region) => region.isConnected && region.textContent?.includes(words));
}

test("an announcement is said", () => {
  let announcement = $state<AnnouncementView | null>(null);
  const session = {
    putAway: "",
    live: {
      get room() {
        return { ...room, announcement };
      },
    },
  };
  page = mount(Announcement, { target: document.body, props: { session: session as unknown as Session } });
  const before = regions();
  announcement = { id: "a1", text: "Coffee is here" } as AnnouncementView;
  expect(heard(before, "Ada: Coffee is here")).toBe(true);
});

test("a chair that is offered is said: it may be gone soon", () => {
  let offered = $state<OfferedPlace>();
  const props = {
    session: { refused: "" } as unknown as Session,
    get screen() {
      const screen = { t: "unplaced" as const, room, seat: { person: "p1", name: "Mara" } as Seat };
      return offered ? { ...screen, offered } : screen;
    },
  };
  page = mount(Waiting, { target: document.body, props });
  const before = regions();
  offered = { group: "g1", names: ["Kim"], place: { id: "t2", name: "Table 2" }, symbol: 1, colour: 1 };
  expect(heard(before, t("offered-heading"))).toBe(true);
});

test("whom one waits for is said, and that all stands still", () => {
  const kim = { id: "p2", name: "Kim", here: false, present: true, reasons: [] };
  const group = { id: "g1", round: 1, symbol: 1, colour: 1, place: { id: "t1", name: "Table 1" }, startsAt: 90_000 };
  let here = $state(false);
  let pausedSince = $state<number>();
  const props = {
    session: { refused: "" } as unknown as Session,
    get screen() {
      const seated = { ...group, partners: [kim], here, first: "p2" } as unknown as GroupView;
      const stands = { ...room, ...(pausedSince === undefined ? {} : { pausedSince }) };
      return { t: "beacon", room: stands, group: seated } as Extract<Screen, { t: "beacon" }>;
    },
  };
  page = mount(Meet, { target: document.body, props });
  const before = regions();
  here = true;
  expect(heard(before, t("meet-waiting-for", { names: "Kim", count: 1 }))).toBe(true);
  pausedSince = 1;
  expect(heard(before, t("meet-paused"))).toBe(true);
});

test("a second idea is said as the first was, and what was said goes when somebody types", () => {
  const live = { room, seat: { person: "p1" }, storeOk: true, connection: "live", live: {} };
  const props = { session: { live } as unknown as Session, group: { id: "g1", partners: [] } };
  page = mount(Paper, { target: document.body, props });
  flushSync();
  const region = regions()[0];
  const mark = () => {
    opened.onMarked("marked");
    flushSync();
    return [...(region?.childNodes ?? [])].find((node) => node.textContent === t("idea-marked"));
  };
  const first = mark();
  expect(first).toBeDefined();
  expect([mark() === first, mark() === undefined]).toEqual([false, false]);
  opened.onMarked("nothing");
  opened.onTyped(false);
  flushSync();
  expect(region?.textContent).toBe(t("idea-nothing"));
  opened.onTyped(true);
  flushSync();
  expect(region?.textContent).toBe("");
});
