import { expect, test } from "vitest";
import type { Outcome } from "../../../web/src/lib/live";
import type { LiveStore } from "../../../web/src/lib/live.svelte";
import type { Command } from "../../../web/src/lib/wire";
import { Session } from "../../../web/src/participant/session.svelte";

const TICK: Command = { t: "tickStep", group: "g1", step: 0, done: true };

function seated(): { session: Session; sent: Command[]; answer: () => Promise<void> } {
  const session = new Session({} as ConstructorParameters<typeof Session>[0], "ABCD-EFGH");
  const sent: Command[] = [];
  const waiting: ((outcome: Outcome) => void)[] = [];
  const ask = (command: Command) => {
    sent.push(command);
    return new Promise<Outcome>((settle) => waiting.push(settle));
  };
  session.live = { do: ask } as unknown as LiveStore;
  const answer = async () => {
    waiting.shift()?.({ ok: true, version: 1 });
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { session, sent, answer };
}

test("pressed twice on a slow network, it is asked for once, and done for both", async () => {
  const { session, sent, answer } = seated();
  const presses = [session.do({ t: "takePlace", group: "g1" }), session.do({ t: "takePlace", group: "g1" })];
  expect(sent).toHaveLength(1);
  await answer();
  expect(await Promise.all(presses)).toEqual([true, true]);
});

test("answered, it can be asked for again", async () => {
  const { session, sent, answer } = seated();
  void session.do(TICK);
  await answer();
  void session.do(TICK);
  expect(sent).toHaveLength(2);
});

test("ticked, unticked and ticked again, a step is told all three", () => {
  const { session, sent } = seated();
  for (const command of [TICK, { ...TICK, done: false }, TICK]) void session.do(command);
  expect(sent.map((command) => "done" in command && command.done)).toEqual([true, false, true]);
});
