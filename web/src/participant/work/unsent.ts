/**
 * Sees to texts that were typed without a network and whose round, or workshop, ended meanwhile: their editor is gone,
 * so they are brought to the server from this device, one after the other. When the workshop is closed, what is saved
 * is deleted here. What the server refuses for good stays, and is handed out.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import { Doc } from "yjs";
import { forgetText, keptGroups, SAVED_UP_TO, storeName, wordsOf } from "../keep";
import { Durable, extent } from "../saved";
import { calmWait } from "./closing";
import { type BinarySocket, type Delivered, deliver } from "./deliver";

export interface UnsentOptions {
  workshop: string;
  open: (group: string) => BinarySocket;
  onDocumentSaved: (listener: (group: string, upTo: string) => void) => () => void;
  after: (ms: number, what: () => void) => () => void;
  /** False: taken out of the workshop, whose texts take nothing more from them (rule W12). */
  welcome: () => boolean;
  /** 0 to 1; spreads a room that comes back to the network all at once. */
  random: () => number;
  /** How many texts are known to wait on this device. */
  onWaiting: (count: number) => void;
  /** All texts that the server takes no more, and that are nowhere else. */
  onRefused: (texts: readonly RefusedText[]) => void;
}

export interface RefusedText {
  group: string;
  text: string;
}

const SPREAD_MS = 3_000;
/** Some ten minutes; every new connection of the page begins afresh. */
const MOST_TRIES = 40;

export class Unsent {
  readonly #options: UnsentOptions;
  #run: AbortController | null = null;
  /** By group. */
  #refused = new Map<string, string>();
  #waiting = new Set<string>();

  constructor(options: UnsentOptions) {
    this.#options = options;
  }

  /** To be told of every change. `past`: the groups whose editor will not come back. */
  look(online: boolean, past: readonly string[], closed: boolean): void {
    this.stop();
    if (!online) return;
    this.#run = new AbortController();
    void this.#work(past, closed, this.#run.signal);
  }

  stop(): void {
    this.#run?.abort();
    this.#run = null;
  }

  async #work(past: readonly string[], closed: boolean, cancelled: AbortSignal): Promise<void> {
    // Of this look alone: a letter may be added to a text that an earlier one has seen saved.
    const done = new Set<string>();
    await this.#pause(SPREAD_MS * this.#options.random(), cancelled);
    for (let tries = 0; tries < MOST_TRIES && !cancelled.aborted; tries++) {
      let lost = false;
      for (const group of await this.#kept(past)) {
        if (cancelled.aborted) return;
        if (!done.has(group)) {
          const outcome = await this.#one(group, cancelled);
          lost ||= outcome === "lost";
          if (outcome === "saved") done.add(group);
          if (outcome === "refused") this.#tellRefused();
          if (outcome !== "lost" && this.#waiting.delete(group)) this.#tellWaiting();
        }
        if (closed && done.has(group)) await forgetText(this.#options.workshop, group);
      }
      if (!lost) return;
      await this.#pause(calmWait(tries, this.#options.random()), cancelled);
    }
  }

  async #kept(past: readonly string[]): Promise<string[]> {
    const kept = await keptGroups(this.#options.workshop, past).catch(() => []);
    return kept.filter((group) => past.includes(group) && !this.#refused.has(group));
  }

  async #one(group: string, cancelled: AbortSignal): Promise<Delivered> {
    const { open, onDocumentSaved, after, welcome, workshop } = this.#options;
    const doc = new Doc();
    const kept = new IndexeddbPersistence(storeName(workshop, group), doc);
    try {
      await kept.whenSynced;
      const marked: unknown = await kept.get(SAVED_UP_TO);
      const durable = new Durable();
      if (typeof marked === "string") durable.add(marked);
      if (durable.covers(doc)) return "saved";
      if (cancelled.aborted) return "lost";
      this.#waiting.add(group);
      this.#tellWaiting();
      const delivery = { open: () => open(group), group, doc, onDocumentSaved, after, cancelled };
      const outcome = welcome() ? await deliver(delivery) : "refused";
      if (outcome === "refused") this.#refused.set(group, wordsOf(doc));
      if (outcome === "saved") await kept.set(SAVED_UP_TO, extent(doc));
      return outcome;
    } catch {
      return "lost"; // The device's storage failed; the next try may go better.
    } finally {
      await kept.destroy();
      doc.destroy();
    }
  }

  /** A refused text that its person has taken along, or does not want. */
  async drop(group: string): Promise<void> {
    if (!this.#refused.has(group)) return;
    await forgetText(this.#options.workshop, group);
    this.#refused.delete(group);
    this.#tellRefused();
  }

  #tellWaiting(): void {
    this.#options.onWaiting(this.#waiting.size);
  }

  #tellRefused(): void {
    const texts = [...this.#refused].map(([group, text]) => ({ group, text }));
    this.#options.onRefused(texts.filter(({ text }) => text.trim() !== ""));
  }

  #pause(ms: number, cancelled: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#options.after(ms, resolve);
      cancelled.addEventListener("abort", () => {
        callOff();
        resolve();
      });
    });
  }
}
