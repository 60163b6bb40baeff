/**
 * The shared text: CodeMirror on a Yjs document, synced over the workspace socket and kept on this device until the
 * server has it.
 */
import { defaultKeymap } from "@codemirror/commands";
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/markdown";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import { Doc, decodeStateVector, encodeStateVector, type Transaction } from "yjs";
import { patientSocket } from "../../lib/socket";
import { SAVED_UP_TO, storeName } from "../keep";
import { covers, fromBase64, furthest, type Saved, savedState, toBase64, type Vector } from "../saved";
import { calmWait, type Refusal, refusalBy } from "./closing";
import { otherCursors } from "./cursors";

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
  label: string;
  describedBy: string;
  placeholder: string;
  onState: (state: PaperState) => void;
  onDocumentSaved: (listener: (group: string, vector: string) => void) => () => void;
}

export interface PaperHandle {
  /** Follows the live socket: a text socket that hangs in a dead network would notice only after half a minute. */
  online(is: boolean): void;
  close(): void;
  /** All of it, as Markdown. */
  text(): string;
  /** The line at the cursor, without Markdown's marks at its beginning. */
  currentLine(): string;
}

/** A word from the server this soon after a deletion may have been on its way before it. */
const ON_ITS_WAY_MS = 3_000;
/** So long without being sent away, and the next time counts as the first again. */
const FORGIVEN_MS = 60_000;

const STYLE = HighlightStyle.define([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.processingInstruction, class: "md-mark" },
]);

export function openPaper(options: PaperOptions): PaperHandle {
  const doc = new Doc();
  const text = doc.getText("text");
  const kept = new IndexeddbPersistence(storeName(options.workshop, options.group), doc);
  const socket = new WebsocketProvider(options.serverUrl, options.group, doc, {
    disableBc: true,
    WebSocketPolyfill: patientSocket(),
    // What the server sends away for a while comes back below, more calmly than by the provider's own backoff.
    shouldReconnect: ({ code }) => !(code >= 4400 && code < 4500),
  });
  const { awareness } = socket;
  awareness.setLocalState({ user: { person: options.person } });

  let vector: Vector | null = null;
  let deleted = false;
  /** Whether this device may hold a mark that all is saved. */
  let marked = true;
  let deletedAt = Number.NEGATIVE_INFINITY;
  let refused: Refusal | null = null;
  let sentAway = { times: 0, at: Number.NEGATIVE_INFINITY };
  let comeBack: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    const ours = decodeStateVector(encodeStateVector(doc));
    const saved = savedState({ synced: socket.synced, connected: socket.wsconnected, saved: vector, ours, deleted });
    options.onState({ saved, refused });
  };

  doc.on("update", (_update: Uint8Array, origin: unknown, _doc: Doc, transaction: Transaction) => {
    // Only what was deleted here and now: what the socket or this device brought is told by its state vector.
    if (origin !== socket && origin !== kept && transaction.deleteSet.clients.size > 0) {
      if (marked) quietly(kept.del(SAVED_UP_TO));
      marked = false;
      deleted = true;
      deletedAt = performance.now();
    }
    tell();
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
  const unlisten = options.onDocumentSaved((group, encoded) => {
    if (group !== options.group) return;
    vector = furthest(vector ?? new Map(), decodeStateVector(fromBase64(encoded)));
    deleted = false;
    // Only for whoever finds this text on the device later: a mark too few costs one more look at the server.
    const settled = socket.synced && performance.now() - deletedAt > ON_ITS_WAY_MS;
    const ours = encodeStateVector(doc);
    if (settled && covers(vector, decodeStateVector(ours))) {
      quietly(kept.set(SAVED_UP_TO, toBase64(ours)));
      marked = true;
    }
    tell();
  });

  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          "aria-describedby": options.describedBy,
          spellcheck: "true",
          autocapitalize: "sentences",
          tabindex: "0", // says to assistive technology what contenteditable means to browsers
        }),
        placeholder(options.placeholder),
        EditorView.domEventHandlers({ beforeinput: typeOverSelection }),
        // Tab is not bound: it leaves the text, as everywhere else on the page.
        keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
        new Language(defineLanguageFacet(), parser).extension,
        syntaxHighlighting(STYLE),
        yCollab(text, null),
        otherCursors(text, awareness, options.nameOf),
      ],
    }),
  });
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
      unlisten();
      view.destroy();
      socket.destroy();
      void kept.destroy();
      doc.destroy();
    },
    text: () => text.toString(),
    currentLine() {
      const line = view.state.doc.lineAt(view.state.selection.main.head).text;
      return line.replace(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+/, "").trim();
    },
  };
}

/** Without the mark the text is only looked at once more. */
function quietly(written: Promise<unknown>): void {
  written.catch(() => {});
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
