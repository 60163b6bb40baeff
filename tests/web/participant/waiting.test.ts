// @vitest-environment happy-dom
import { mount, tick } from "svelte";
import { expect, test } from "vitest";
import participant from "../../../web/locales/en/participant.ftl?raw";
import { speak, t } from "../../../web/src/lib/i18n";
import type { OfferedPlace, Room, Seat } from "../../../web/src/lib/wire";
import type { Session } from "../../../web/src/participant/session.svelte";
import Waiting from "../../../web/src/participant/Waiting.svelte";

speak("en", { en: participant, de: "" });

const room: Room = {
  workshop: "w",
  title: "Lernwerkstatt",
  facilitator: "Ada",
  language: "en",
  code: "ABCD-EFGH",
  rounds: 2,
  round: 1,
  phase: "working",
  joined: 5,
  present: 5,
};
const offered: OfferedPlace = {
  group: "r1g1",
  names: ["Kim"],
  place: { id: "t2", name: "Table 2" },
  symbol: 1,
  colour: 1,
};

async function leftWith(place?: OfferedPlace): Promise<{ asked: unknown[]; press: (words: string) => Promise<void> }> {
  document.body.innerHTML = "";
  const asked: unknown[] = [];
  const session = { refused: "", do: async (command: unknown) => asked.push(command) } as unknown as Session;
  const seat: Seat = { person: "p1", name: "Mara", left: true };
  const screen = { t: "left" as const, room, seat, ...(place ? { offered: place } : {}) };
  mount(Waiting, { target: document.body, props: { session, screen } });
  const press = async (words: string): Promise<void> => {
    const button = [...document.querySelectorAll("button")].find((each) => each.innerText.trim() === words);
    if (!button) throw new Error(`no button '${words}' in: ${document.body.innerText}`);
    button.click();
    await tick();
    await tick();
  };
  return { asked, press };
}

test("R9 who has left is left in peace, and told what is so", async () => {
  await leftWith(offered);
  expect(document.body.innerText).toContain(t("left-explain"));
  expect(document.body.innerText).not.toContain(t("unplaced-explain"));
  expect(document.body.innerText).not.toContain("Kim");
});

test("R9 who asks for another group is shown a chair, and takes it", async () => {
  const { asked, press } = await leftWith(offered);
  await press(t("left-ask"));
  expect((document.activeElement as HTMLElement).innerText.trim()).toBe(t("offered-heading"));
  expect(document.body.innerText).toContain("Kim");
  await press(t("offered-take"));
  expect(asked).toEqual([{ t: "takePlace", group: "r1g1" }]);
});

test("R9 who asks while no chair is free reads that one will be shown", async () => {
  const { press } = await leftWith();
  await press(t("left-ask"));
  expect(document.body.innerText).toContain(t("unplaced-explain"));
});

test("R11 whose group was taken back reads that it holds no more", () => {
  const gathering: Room = { ...room, phase: "gathering", round: 0 };
  const session = { refused: "" } as unknown as Session;
  const shown = (takenBack: boolean): string => {
    document.body.innerHTML = "";
    const seat: Seat = { person: "p1", name: "Mara", ...(takenBack ? { takenBack } : {}) };
    mount(Waiting, { target: document.body, props: { session, screen: { t: "lobby", room: gathering, seat } } });
    return document.querySelector(".card[role=status]")?.textContent ?? "";
  };
  expect(shown(true)).toBe(t("groups-taken-back"));
  expect(shown(false)).toBe("");
});
