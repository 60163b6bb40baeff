import { describe, expect, it } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { Ideas, MOST_IDEAS } from "../../../web/src/participant/work/ideas";

class Writer {
  readonly doc = new Doc();
  readonly text = this.doc.getText("text");
  #count = 0;
  readonly ideas: Ideas;

  constructor(
    readonly name: string,
    words = "",
  ) {
    this.ideas = new Ideas(this.text, () => `${this.name}${this.#count++}`);
    if (words) this.text.insert(0, words);
  }
  mark(words: string) {
    const at = this.text.toString().indexOf(words);
    return this.ideas.mark(at, at + words.length);
  }
  get words() {
    return this.ideas.all().map(({ words }) => words);
  }
}

function meet(a: Writer, b: Writer): void {
  applyUpdate(b.doc, encodeStateAsUpdate(a.doc));
  applyUpdate(a.doc, encodeStateAsUpdate(b.doc));
}

describe("K1 ideas are places in the text", () => {
  it("moves with its words, for both", () => {
    const [ada, bob] = [new Writer("a", "one\ntwo 😀\nthree"), new Writer("b")];
    meet(ada, bob);
    expect(ada.mark("two 😀")).toBe("marked");
    bob.text.insert(0, "zero\n");
    bob.text.insert(bob.text.toString().indexOf("😀"), "more ");
    meet(ada, bob);
    expect(ada.words).toEqual(["two more 😀"]);
    expect(bob.ideas.all()).toEqual(ada.ideas.all());
  });

  it("goes with its words, and is taken back by either", () => {
    const [ada, bob] = [new Writer("a", "one\ntwo"), new Writer("b")];
    ada.mark("one");
    ada.mark("two");
    meet(ada, bob);
    bob.text.delete(0, 3);
    expect(bob.words).toEqual(["two"]);
    bob.ideas.takeBack(bob.ideas.all()[0]?.id ?? "");
    meet(ada, bob);
    expect(ada.words).toEqual([]);
  });

  it("is one idea when both mark the same words at once, and one click takes it back", () => {
    const [ada, bob] = [new Writer("a", "one"), new Writer("b")];
    meet(ada, bob);
    ada.mark("one");
    bob.mark("one");
    meet(ada, bob);
    expect(ada.words).toEqual(["one"]);
    ada.ideas.takeBack(ada.ideas.all()[0]?.id ?? "");
    meet(ada, bob);
    expect(bob.words).toEqual([]);
  });

  it("is what was marked: what is typed behind it is not in it", () => {
    const ada = new Writer("a", "one\ntwo");
    ada.mark("one");
    ada.text.insert(3, " and more");
    expect(ada.words).toEqual(["one"]);
  });
});

describe("K2 bounds", () => {
  it("marks nothing that is empty, nothing twice, and no more than a hundred", () => {
    const ada = new Writer("a", Array.from({ length: MOST_IDEAS + 1 }, (_, n) => `line ${n};`).join("\n"));
    expect(ada.ideas.mark(7, 8)).toBe("nothing");
    for (let n = 0; n < MOST_IDEAS; n++) expect(ada.mark(`line ${n};`)).toBe("marked");
    expect(ada.mark("line 1;")).toBe("already");
    expect(ada.mark(`line ${MOST_IDEAS};`)).toBe("full");
  });

  it("is quoted on one line, without Markdown's marks before it, and cut after 200 characters", () => {
    const ada = new Writer("a", `- [ ] first\n  second ${"😀".repeat(300)}`);
    ada.ideas.mark(0, ada.text.length);
    expect([...(ada.words[0] ?? "")]).toHaveLength(200);
    expect(ada.words[0]).toMatch(/^first second 😀+…$/u);
  });

  it("takes whatever else stands there for no idea", () => {
    const ada = new Writer("a", "one");
    const map = ada.doc.getMap("ideas");
    map.set("x", "words");
    map.set("y", new Uint8Array([1, 2, 3]));
    map.set("z", { from: 0, to: 3 });
    expect(ada.words).toEqual([]);
  });
});
