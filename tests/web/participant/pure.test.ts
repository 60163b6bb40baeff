import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, Offline } from "../../../web/src/lib/api";
import { cleanLink, reachable } from "../../../web/src/participant/close/offer";
import { tidyCode } from "../../../web/src/participant/code";
import {
  addressFault,
  answersOf,
  dropDraft,
  joinKey,
  nameFault,
  noAnswers,
  profileOf,
  words,
} from "../../../web/src/participant/profile";
import { covers, fromBase64, furthest, savedState, toBase64 } from "../../../web/src/participant/saved";
import { uninvited } from "../../../web/src/participant/screen";

describe("saved", () => {
  const base = { synced: true, connected: true, deleted: false, ours: new Map([[1, 5]]) };

  it("compares every client's clock", () => {
    expect(covers(new Map([[1, 5]]), new Map([[1, 5]]))).toBe(true);
    expect(covers(new Map([[1, 4]]), new Map([[1, 5]]))).toBe(false);
    expect(covers(new Map([[1, 9]]), new Map([[2, 1]]))).toBe(false);
  });

  it("takes no word back when a process that is behind speaks last", () => {
    const said = furthest(
      new Map([[1, 5]]),
      new Map([
        [1, 3],
        [2, 2],
      ]),
    );
    expect([...said]).toEqual([
      [1, 5],
      [2, 2],
    ]);
  });

  it("says saved only when the server's word covers all that stands here", () => {
    expect(savedState({ ...base, saved: new Map([[1, 5]]) })).toBe("saved");
    expect(savedState({ ...base, saved: new Map([[1, 4]]) })).toBe("saving");
    expect(savedState({ ...base, saved: null })).toBe("saving");
    expect(savedState({ ...base, saved: new Map([[1, 5]]), deleted: true })).toBe("saving");
  });

  it("says what is safe while there is no connection", () => {
    expect(savedState({ ...base, connected: false, saved: new Map([[1, 4]]) })).toBe("kept");
    expect(savedState({ ...base, connected: false, saved: new Map([[1, 5]]) })).toBe("saved");
  });

  it("says nothing about a text that has not come yet", () => {
    expect(savedState({ ...base, synced: false, saved: null })).toBe("opening");
  });
});

describe("answers", () => {
  it("reads words between commas, each once", () => {
    expect(words(" Python,  web   design; python\nsewing,")).toEqual(["Python", "web design", "sewing"]);
    expect(words("x".repeat(500))[0]).toHaveLength(40);
    expect(words(Array.from({ length: 99 }, (_, i) => `w${i}`).join(","))).toHaveLength(12);
  });

  it("wants a name and leaves the rest open", () => {
    expect(nameFault("  ")).toEqual({ reason: "empty", most: 60 });
    expect(nameFault("a".repeat(61))).toEqual({ reason: "long", most: 60 });
    for (const name of ["🦊".repeat(60), "👩‍👩‍👧‍👦".repeat(60), "a".repeat(60)]) expect(nameFault(name)).toBeNull();
    const profile = profileOf({ ...noAnswers("de"), name: " Mara " }, "de", "Europe/Berlin");
    expect(profile).toMatchObject({ name: "Mara", level: null, langs: ["de"], interests: [] });
  });

  it("takes an empty address, and none that is plainly wrong", () => {
    expect(["", "mara@example.org", "mara", "a@b", "a b@c.de"].map(addressFault)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it("come back as they were, with the private wishes kept", () => {
    const before = {
      name: "Mara",
      language: "de" as const,
      langs: ["de", "nds"],
      teach: ["a", "b"],
      trio: true,
      notWith: ["p2"],
    };
    const after = profileOf(answersOf(before, null), "de", "Europe/Berlin", before);
    expect(after).toMatchObject({ langs: ["de", "nds"], teach: ["a", "b"], trio: true, notWith: ["p2"] });
  });
});

describe("an offer", () => {
  it.each([
    [{ mail: "a@b.cd" }, true],
    [{ mail: "." }, false],
    [{ phone: "0123 456" }, true],
    [{ phone: "12345" }, false],
    [{ link: "https://e.org" }, true],
    [{ link: "ftp://e.org" }, false],
    [{ line: "call me" }, false],
  ])("%j reaches somebody: %s", (offer, reaches) => {
    expect(reachable(offer)).toBe(reaches);
  });

  it("completes a web address", () => {
    expect([cleanLink(" e.org/me "), cleanLink("http://e.org"), cleanLink("")]).toEqual([
      "https://e.org/me",
      "http://e.org",
      "",
    ]);
  });
});

it("a code is read in any spelling", () => {
  expect(["abcdefgh", "ABCD-EFGH", " abcd efgh ", "ab"].map(tidyCode)).toEqual([
    "ABCD-EFGH",
    "ABCD-EFGH",
    "ABCD-EFGH",
    "AB",
  ]);
});

it("bytes survive base64", () => {
  expect([...fromBase64(toBase64(Uint8Array.of(0, 127, 128, 255)))]).toEqual([0, 127, 128, 255]);
});

it("too many guesses are not a wrong code", () => {
  const errors = [new ApiError(404, "unknown-code"), new ApiError(429, "too-many-guesses"), new Offline()];
  expect(errors.map((error) => uninvited(error).t)).toEqual(["wrongCode", "guesses", "failed"]);
});

describe("the key of a joining", () => {
  const kept = new Map<string, string>();
  let made = 0;
  const make = () => `key-${++made}`;
  beforeEach(() => {
    made = 0;
    kept.clear();
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("is the same for every try, until the seat is there", () => {
    expect([joinKey("A", make), joinKey("A", make), joinKey("B", make)]).toEqual(["key-1", "key-1", "key-2"]);
    dropDraft("A");
    expect(joinKey("A", make)).toBe("key-3");
  });

  it("is made also where nothing can be kept", () => {
    vi.stubGlobal("sessionStorage", undefined);
    expect(joinKey("A", make)).toBe("key-1");
  });
});
