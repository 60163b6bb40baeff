/**
 * Where the others write. The binding's own plugin sets `style` attributes, which a strict content security policy
 * refuses; this one uses classes, and takes names from our own view instead of the wire.
 */
import { Annotation, type Extension, type Range, RangeSet } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import {
  compareRelativePositions,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
  type RelativePosition,
  type Text,
} from "yjs";

interface Presence {
  user?: { person?: unknown };
  cursor?: { anchor?: unknown; head?: unknown } | null;
}

const moved = Annotation.define<boolean>();
const COLOURS = 8;
/** Their carets start at a violet: told apart from the ink in both modes. */
const FIRST_COLOUR = 4;

class Caret extends WidgetType {
  readonly #name: string;
  readonly #colour: number;
  readonly #at: string;

  /** `at` names the place in the text: at a new one the label shows again, then goes so as not to hide the line above. */
  constructor(name: string, colour: number, at: string) {
    super();
    this.#name = name;
    this.#colour = colour;
    this.#at = at;
  }

  override eq(other: Caret): boolean {
    return other.#name === this.#name && other.#colour === this.#colour && other.#at === this.#at;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = `other-caret colour-${this.#colour}`;
    caret.setAttribute("aria-hidden", "true");
    const label = document.createElement("span");
    label.textContent = this.#name;
    caret.append("\u2060", label);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

export function otherCursors(text: Text, awareness: Awareness, nameOf: (person: string) => string): Extension {
  class Others {
    decorations: DecorationSet = RangeSet.empty;
    readonly #stop: () => void;

    constructor(view: EditorView) {
      const changed = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>) => {
        const others = [...added, ...updated, ...removed].some((client) => client !== awareness.clientID);
        if (others) view.dispatch({ annotations: moved.of(true) });
      };
      awareness.on("change", changed);
      this.#stop = () => awareness.off("change", changed);
    }

    update(update: ViewUpdate): void {
      this.#sayWhereIAm(update);
      this.decorations = this.#draw(update.state.doc.length);
    }

    destroy(): void {
      this.#stop();
    }

    #sayWhereIAm(update: ViewUpdate): void {
      const state = awareness.getLocalState() as Presence | null;
      if (!state || !update.view.hasFocus) return;
      const { anchor, head } = update.state.selection.main;
      const length = text.length;
      const at = (index: number) => createRelativePositionFromTypeIndex(text, Math.min(index, length));
      const [newAnchor, newHead] = [at(anchor), at(head)];
      const said = state.cursor;
      if (said && same(said.anchor, newAnchor) && same(said.head, newHead)) return;
      awareness.setLocalStateField("cursor", { anchor: newAnchor, head: newHead });
    }

    #draw(length: number): DecorationSet {
      const ranges: Range<Decoration>[] = [];
      const clients = [...awareness.getStates().keys()]
        .filter((client) => client !== awareness.clientID)
        .sort((a, b) => a - b);
      clients.forEach((client, index) => {
        const { cursor, user } = (awareness.getStates().get(client) ?? {}) as Presence;
        const anchor = indexOf(cursor?.anchor, text);
        const head = indexOf(cursor?.head, text);
        if (anchor === null || head === null || Math.max(anchor, head) > length) return;
        const colour = (FIRST_COLOUR + index) % COLOURS;
        const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
        if (from < to) ranges.push(Decoration.mark({ class: `other-selection colour-${colour}` }).range(from, to));
        const name = typeof user?.person === "string" ? nameOf(user.person) : nameOf("");
        ranges.push(
          Decoration.widget({
            widget: new Caret(name, colour, JSON.stringify(cursor?.head)),
            side: head < anchor ? 1 : -1,
          }).range(head),
        );
      });
      return Decoration.set(ranges, true);
    }
  }

  return ViewPlugin.fromClass(Others, { decorations: (plugin) => plugin.decorations });
}

function same(said: unknown, position: RelativePosition): boolean {
  return said != null && compareRelativePositions(createRelativePositionFromJSON(said), position);
}

/** What another client sent is not to be trusted: anything odd is no cursor. */
function indexOf(position: unknown, text: Text): number | null {
  if (typeof position !== "object" || position === null || !text.doc) return null;
  try {
    const found = createAbsolutePositionFromRelativePosition(createRelativePositionFromJSON(position), text.doc);
    return found && found.type === text ? found.index : null;
  } catch {
    return null;
  }
}
