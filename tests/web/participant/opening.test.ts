import { expect, test } from "vitest";
import { lookAgain } from "../../../web/src/participant/close/opening";

/** Waits that end when the test says so. */
function waits() {
  const pending: { ms: number; what: () => void }[] = [];
  const after = (ms: number, what: () => void) => {
    const wait = { ms, what };
    pending.push(wait);
    return () => void pending.splice(pending.indexOf(wait), 1);
  };
  const next = async (): Promise<number> => {
    const wait = pending.shift();
    wait?.what();
    await new Promise((resolve) => setTimeout(resolve));
    return wait?.ms ?? Number.NaN;
  };
  return { pending, after, next };
}

test("a sealed yes is looked after soon, then seldom, whatever fails meanwhile", async () => {
  const { after, next } = waits();
  let looks = 0;
  lookAgain(async () => {
    looks++;
    if (looks === 2) throw new Error("offline");
  }, after);
  const pauses = [];
  for (let n = 0; n < 7; n++) pauses.push(await next());
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000]);
  expect(looks).toBe(7);
});

test("stopped, it looks no more, also when a look was under way", async () => {
  const { pending, after, next } = waits();
  const stop = lookAgain(async () => stop(), after);
  await next();
  expect(pending).toEqual([]);
  lookAgain(async () => {}, after)();
  expect(pending).toEqual([]);
});
