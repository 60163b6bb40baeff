/**
 * Ideas: places in the shared text that either member marked as worth continuing. They stand beside it in the document
 * (server/store/paper.py says how), move with its words, and go with them.
 */
import { Annotation, type Extension, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { createDecoder, hasContent, readVarUint8Array } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint8Array } from "lib0/encoding";
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeRelativePosition,
  encodeRelativePosition,
  type Text,
} from "yjs";
import { LINE_LENGTH } from "../profile";

export interface Idea {
  id: string;
  from: number;
  to: number;
  /** On one line, as the mails quote it. */
  words: string;
}

export type Marked = "marked" | "already" | "nothing" | "full";

export const MOST_IDEAS = 100;
/** Hold on to the character before: what is typed behind the idea is not in it. */
const BEFORE = -1;
const BLOCK_MARKS = /^(?:(?:#{1,6}|>|[-*+]|\d+[.)]|\[[ xX]\])(?:\s+|$))+/;

export class Ideas {
  readonly #text: Text;
  readonly #newId: () => string;

  constructor(text: Text, newId: () => string) {
    this.#text = text;
    this.#newId = newId;
  }

  /** In the order of the text; the same words once. */
  all(): Idea[] {
    const written = this.#text.toString();
    const found: Idea[] = [];
    this.#map.forEach((value, id) => {
      const place = this.#placeOf(value);
      const words = place && lineOf(written.slice(...place));
      if (place && words) found.push({ id, from: place[0], to: place[1], words });
    });
    found.sort((a, b) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : 1));
    return found.filter((idea, index) => found.findIndex(({ words }) => words === idea.words) === index);
  }

  mark(from: number, to: number): Marked {
    const words = lineOf(this.#text.toString().slice(from, to));
    if (!words) return "nothing";
    if (this.all().some((idea) => idea.words === words)) return "already";
    if (this.#map.size >= MOST_IDEAS) return "full";
    const encoder = createEncoder();
    for (const index of [from, to]) {
      const position = createRelativePositionFromTypeIndex(this.#text, index, BEFORE);
      writeVarUint8Array(encoder, encodeRelativePosition(position));
    }
    this.#map.set(this.#newId(), toUint8Array(encoder));
    return "marked";
  }

  /** Every mark of these words, since two members may have marked them at once. */
  takeBack(id: string): void {
    const words = this.all().find((idea) => idea.id === id)?.words;
    const written = this.#text.toString();
    this.#text.doc?.transact(() => {
      for (const [other, value] of [...this.#map]) {
        const place = this.#placeOf(value);
        if (other === id || (place && lineOf(written.slice(...place)) === words)) this.#map.delete(other);
      }
    });
  }

  /** Called when a mark came or went; typing only moves them. */
  onChange(listener: () => void): () => void {
    const map = this.#map;
    map.observe(listener);
    return () => map.unobserve(listener);
  }

  get #map() {
    if (!this.#text.doc) throw new Error("a text without a document");
    return this.#text.doc.getMap<unknown>("ideas");
  }

  /** What another client wrote is not to be trusted: anything odd is no idea. */
  #placeOf(value: unknown): [number, number] | null {
    const { doc } = this.#text;
    if (!(value instanceof Uint8Array) || !doc) return null;
    try {
      const decoder = createDecoder(value);
      const [from, to] = [0, 1].map(() => {
        const position = decodeRelativePosition(readVarUint8Array(decoder));
        const found = createAbsolutePositionFromRelativePosition(position, doc);
        return found?.type === this.#text ? found.index : null;
      });
      return from != null && to != null && from < to && !hasContent(decoder) ? [from, to] : null;
    } catch {
      return null;
    }
  }
}

function lineOf(words: string): string {
  const line = words.split(/\s+/u).filter(Boolean).join(" ").replace(BLOCK_MARKS, "");
  const letters = [...line];
  return letters.length <= LINE_LENGTH
    ? line
    : `${letters
        .slice(0, LINE_LENGTH - 1)
        .join("")
        .trimEnd()}…`;
}

const changed = Annotation.define<boolean>();

/** Shows the ideas in the editor. */
export function ideaMarks(ideas: Ideas): Extension {
  class Marks {
    decorations: DecorationSet;
    readonly #stop: () => void;

    constructor(view: EditorView) {
      this.decorations = draw(view.state.doc.length);
      this.#stop = ideas.onChange(() => view.dispatch({ annotations: changed.of(true) }));
    }

    update(update: ViewUpdate): void {
      const news = update.transactions.some((transaction) => transaction.annotation(changed));
      if (news) this.decorations = draw(update.state.doc.length);
      else if (update.docChanged) this.decorations = this.decorations.map(update.changes);
    }

    destroy(): void {
      this.#stop();
    }
  }

  function draw(length: number): DecorationSet {
    const mark = Decoration.mark({ class: "idea-mark" });
    const places = ideas.all().filter(({ to }) => to <= length);
    return places.length > 0
      ? Decoration.set(
          places.map(({ from, to }) => mark.range(from, to)),
          true,
        )
      : RangeSet.empty;
  }

  return ViewPlugin.fromClass(Marks, { decorations: (plugin) => plugin.decorations });
}
