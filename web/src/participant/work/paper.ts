/**
 * The shared text: CodeMirror on a Yjs document, synced over the workspace socket and kept on this device until the
 * server has it.
 */
import { defaultKeymap } from "@codemirror/commands";
import { EditorState, type Extension, type Transaction } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { yCollab, ySyncAnnotation, yUndoManagerKeymap } from "y-codemirror.next";
import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import { Doc, type Text, type YTextEvent } from "yjs";
import { after } from "../../lib/live.svelte";
import { patientSocket } from "../../lib/socket";
import { SAVED_UP_TO, storeName, wordsOf } from "../keep";
import { Durable, extent, type Saved, savedState } from "../saved";
import { Announcer, type Heard } from "./announcer";
import { calmWait, type Refusal, refusalBy } from "./closing";
import { otherCursors } from "./cursors";
import { type Idea, Ideas, ideaMarks, type Marked } from "./ideas";
import { markdown } from "./markdown";

export interface PaperState {
  saved: Saved;
  /** The server will not take this text any more. */
  refused: Refusal | null;
}

export interface PaperOptions {
  parent: HTMLElement;
  serverUrl: string;
  workshop: string;
  group: string;
  person: string;
  nameOf: (person: string) => string;
  nonce: string;
  /** Nothing but the letter is written here: the round is over. */
  only?: "letter";
  words: EditorWords;
  onState: (state: PaperState) => void;
  onIdeas: (ideas: readonly Idea[]) => void;
  /** What came of marking, or of taking back, by keyboard. */
  onMarked: (marked: Marked | "takenBack") => void;
  /** Somebody else has written, and paused: for who can't see it. */
  onHeard: (heard: Heard) => void;
  newId: () => string;
  /** Somebody changed the paper just now: this device, or another. */
  onTyped: (here: boolean) => void;
  /** Another member wants no prompts any more. */
  onQuiet: () => void;
  onDocumentSaved: (listener: (group: string, upTo: string) => void) => () => void;
}

export interface EditorWords {
  label: string;
  describedBy: string;
  placeholder: string;
}

export interface PaperHandle {
  /** Follows the live socket: a text socket that hangs in a dead network would notice only after half a minute. */
  online(is: boolean): void;
  close(): void;
  /** All of it, the letter too, as Markdown. */
  text(): string;
  /** The selection, or else the line at the cursor, as an idea; an idea that the cursor stands in is taken back. */
  toggleIdea(): void;
  /** Tells the others that this group wants no prompts any more. */
  quiet(): void;
  /** A second editor on the same paper, for the letter; answers a function that closes it. */
  letter(parent: HTMLElement, words: EditorWords): () => void;
  /** Above whatever has just come to lie over the foot of the page. */
  keepCursorInSight(): void;
  takeBack(idea: Idea): void;
  show(idea: Idea): void;
}

/** So long without being sent away, and the next time counts as the first again. */
const FORGIVEN_MS = 60_000;

const LETTER_LENGTH = 2_000;

export function openPaper(options: PaperOptions): PaperHandle {
  const doc = new Doc();
  const text = doc.getText("text");
  const kept = new IndexeddbPersistence(storeName(options.workshop, options.group), doc);
  const socket = new WebsocketProvider(options.serverUrl, options.group, doc, {
    disableBc: true,
    WebSocketPolyfill: patientSocket(),
    // What the server sends away for a while comes back below, more calmly than by the provider's own backoff.
    shouldReconnect: ({ code }) => !(code >= 4400 && code < 4500) && !refusalBy(code),
  });
  const { awareness } = socket;
  awareness.setLocalState({ user: { person: options.person } });

  const told = new Durable();
  let refused: Refusal | null = null;
  let sentAway = { times: 0, at: Number.NEGATIVE_INFINITY };
  let comeBack: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    const durable = told.covers(doc);
    const empty = doc.store.clients.size === 0;
    const saved = savedState({ synced: socket.synced, connected: socket.wsconnected, durable, empty });
    options.onState({ saved, refused });
    return durable;
  };

  const ideas = new Ideas(text, options.newId);
  doc.on("update", tell);
  const announcer = new Announcer(options.onHeard, after);
  doc.getText(options.only ?? "text").observe((event) => {
    if (event.transaction.origin !== socket || !socket.synced) return;
    const person = writerOf(event, awareness.getStates());
    // after the editor has it, too
    queueMicrotask(() => {
      const at = Math.min(event.delta[0]?.retain ?? 0, view.state.doc.length);
      announcer.heard({ person, line: view.state.doc.lineAt(at).number });
    });
  });
  doc.on("update", (_update: Uint8Array, origin: unknown) => {
    options.onIdeas(ideas.all());
    if (origin !== kept) options.onTyped(origin !== socket);
  });
  awareness.on("change", () => {
    if ([...awareness.getStates().values()].some((state) => state.quiet === true)) options.onQuiet();
  });
  socket.on("status", ({ status }) => {
    // Others forgot us when the socket closed, and take a state only with a newer clock.
    if (status === "connected") awareness.setLocalState({ ...awareness.getLocalState() });
    tell();
  });
  socket.on("sync", tell);
  socket.on("closed", ({ code }) => {
    refused = refusalBy(code);
    if (!refused) {
      const now = performance.now();
      sentAway = { times: now - sentAway.at > FORGIVEN_MS ? 0 : sentAway.times + 1, at: now };
      clearTimeout(comeBack);
      comeBack = setTimeout(
        () => {
          comeBack = undefined;
          socket.connect();
        },
        calmWait(sentAway.times, Math.random()),
      );
    }
    tell();
  });
  const unlisten = options.onDocumentSaved((group, upTo) => {
    if (group !== options.group) return;
    told.add(upTo);
    // For whoever finds this text on the device later; without it they only look at the server once more.
    if (tell()) kept.set(SAVED_UP_TO, extent(doc)).catch(() => {});
  });

  function toggled(): boolean {
    const { state } = view;
    const chosen = state.selection.main;
    const line = state.doc.lineAt(chosen.head);
    const { from, to } = chosen.empty ? line : chosen;
    const here = ideas.all().find((idea) => idea.from < Math.max(to, from + 1) && from < idea.to);
    if (here) ideas.takeBack(here.id);
    options.onMarked(here ? "takenBack" : ideas.mark(from, to));
    return true;
  }

  const editor = (parent: HTMLElement, root: Text, words: EditorWords, ...more: Extension[]) =>
    new EditorView({
      parent,
      state: EditorState.create({
        doc: root.toString(),
        extensions: [
          EditorView.cspNonce.of(options.nonce),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            "aria-label": words.label,
            "aria-describedby": words.describedBy,
            spellcheck: "true",
            autocapitalize: "sentences",
            tabindex: "0", // says to assistive technology what contenteditable means to browsers
          }),
          placeholder(words.placeholder),
          EditorView.domEventHandlers({ beforeinput: typeOverSelection }),
          ...more,
          // Tab is not bound: it leaves the text, as everywhere else on the page.
          keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
          EditorView.scrollMargins.of(() => coveredBy(parent.nextElementSibling)),
          yCollab(root, null),
          otherCursors(root, awareness, options.nameOf),
        ],
      }),
    });
  const letter = (parent: HTMLElement, words: EditorWords) =>
    editor(parent, doc.getText("letter"), words, EditorState.changeFilter.of(leavesRoom));
  const view =
    options.only === "letter"
      ? letter(options.parent, options.words)
      : editor(
          options.parent,
          text,
          options.words,
          keymap.of([{ key: "Mod-Enter", run: toggled }]),
          markdown(),
          ideaMarks(ideas),
        );
  tell();

  return {
    online(is) {
      if (is && comeBack !== undefined) return;
      clearTimeout(comeBack);
      comeBack = undefined;
      if (is === socket.shouldConnect && !refused) return;
      refused = null;
      if (is) socket.connect();
      else socket.disconnect();
      tell();
    },
    close() {
      clearTimeout(comeBack);
      announcer.stop();
      unlisten();
      view.destroy();
      socket.destroy();
      void kept.destroy();
      doc.destroy();
    },
    text: () => wordsOf(doc),
    toggleIdea() {
      toggled();
      view.focus();
    },
    quiet: () => awareness.setLocalStateField("quiet", true),
    letter(parent, words) {
      const opened = letter(parent, words);
      return () => opened.destroy();
    },
    keepCursorInSight() {
      if (!view.hasFocus) return;
      view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
    },
    takeBack: ({ id }) => ideas.takeBack(id),
    show({ from, to }) {
      view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
      view.focus();
    },
  };
}

/** A letter is a few lines: one's own typing ends at its length; what others wrote and deleting pass. */
function leavesRoom(change: Transaction): boolean {
  const fits = change.newDoc.length <= Math.max(LETTER_LENGTH, change.startState.doc.length);
  return fits || change.annotation(ySyncAnnotation) !== undefined;
}

/** Whose insertion it is, by id; of a deletion nothing tells, so then it is whoever else is here. */
function writerOf({ transaction }: YTextEvent, states: ReadonlyMap<number, { user?: { person?: unknown } }>): string {
  const wrote = [...transaction.afterState].filter(([client, clock]) => transaction.beforeState.get(client) !== clock);
  const others = [...states.keys()].filter((client) => client !== transaction.doc.clientID);
  const person = states.get(wrote[0]?.[0] ?? others[0] ?? 0)?.user?.person;
  return typeof person === "string" ? person : "";
}

/** On a phone the foot sticks over the text: the cursor is to stay above it. */
function coveredBy(foot: Element | null): { bottom: number } | null {
  if (!foot || getComputedStyle(foot).position !== "sticky") return null;
  const bottom = window.visualViewport?.height ?? window.innerHeight;
  return { bottom: Math.max(0, bottom - foot.getBoundingClientRect().top) };
}

/**
 * Typing over several selected lines: left to the browser, it joins them with `style` attributes of its own making,
 * which the content security policy then refuses with an error.
 */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || !event.data || event.isComposing || view.state.selection.main.empty)
    return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}
