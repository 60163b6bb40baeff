import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyUpdate, Doc, encodeSnapshot, encodeStateAsUpdate, snapshot } from "yjs";
import { ApiError, Offline } from "../../../web/src/lib/api";
import { cleanLink, reachable } from "../../../web/src/participant/close/offer";
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
import { Durable, extent, fromBase64, savedState, toBase64 } from "../../../web/src/participant/saved";
import { uninvited } from "../../../web/src/participant/screen";

describe("saved", () => {
  const base = { synced: true, connected: true, durable: false, empty: false };
  const written = (words: string) => {
    const doc = new Doc();
    doc.getText("text").insert(0, words);
    return doc;
  };

  it("compares every client's writing (T4)", () => {
    const [doc, told] = [written("abc"), new Durable()];
    expect(told.covers(doc)).toBe(false);
    told.add(extent(doc));
    expect(told.covers(doc)).toBe(true);
    doc.getText("text").insert(0, "x");
    expect(told.covers(doc)).toBe(false);
  });

  it("is not said of a deletion before the server has it (T4)", () => {
    const [doc, told] = [written("abcdef"), new Durable()];
    told.add(extent(doc));
    doc.getText("text").delete(1, 2);
    expect(told.covers(doc)).toBe(false);
    told.add(extent(doc));
    doc.getText("text").delete(2, 1);
    expect(told.covers(doc)).toBe(false);
    told.add(extent(doc));
    expect(told.covers(doc)).toBe(true);
  });

  it("adds up words that name only the latest deletions", () => {
    const [mine, theirs, told] = [written("abc"), written("xyz"), new Durable()];
    mine.getText("text").delete(0, 1);
    told.add(extent(mine));
    applyUpdate(theirs, encodeStateAsUpdate(mine));
    theirs.getText("text").delete(0, 5);
    const word = snapshot(theirs);
    word.ds.clients.delete(mine.clientID);
    told.add(toBase64(encodeSnapshot(word)));
    expect(told.covers(mine)).toBe(true);
    applyUpdate(mine, encodeStateAsUpdate(theirs));
    expect(told.covers(mine)).toBe(false);
    told.add(extent(theirs));
    expect(told.covers(mine)).toBe(true);
  });

  it("takes no word back when a process that is behind speaks last", () => {
    const [doc, told] = [written("abc"), new Durable()];
    const before = extent(doc);
    doc.getText("text").insert(3, "def");
    doc.getText("text").delete(0, 1);
    told.add(extent(doc));
    told.add(before);
    expect(told.covers(doc)).toBe(true);
  });

  it("agrees with a whole look at any text and any words", () => {
    for (let seed = 1; seed <= 50; seed++) {
      let state = seed;
      const chance = (below: number) => {
        state = (state * 48271) % 2147483647;
        return state % below;
      };
      const [doc, told] = [written("some words to begin with"), new Durable()];
      const text = doc.getText("text");
      for (let edit = 0; edit < 40; edit++) {
        if (chance(2) && text.length > 0) text.delete(chance(text.length), 1);
        else text.insert(chance(text.length + 1), "ab");
        if (chance(3) > 0) continue;
        expect(told.covers(doc)).toBe(false);
        told.add(extent(doc));
        expect(told.covers(doc)).toBe(true);
      }
    }
  });

  it("says saved only when the server's word covers all that stands here", () => {
    expect(savedState({ ...base, durable: true })).toBe("saved");
    expect(savedState(base)).toBe("saving");
  });

  it("says what is safe while there is no connection", () => {
    expect(savedState({ ...base, connected: false })).toBe("kept");
    expect(savedState({ ...base, connected: false, durable: true })).toBe("saved");
  });

  it("says nothing about a text that has not come yet", () => {
    expect(savedState({ ...base, synced: false })).toBe("opening");
    expect(savedState({ ...base, connected: false, empty: true })).toBe("opening");
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
