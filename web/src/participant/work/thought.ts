/**
 * What somebody writes while thinking alone: kept on this device with every key, and on the server a moment later. A
 * reload, a lost connection or a second device lose nothing.
 */
import { ApiError } from "../../lib/api";

export type ThoughtState = "empty" | "saving" | "saved" | "kept";

export interface ThoughtOptions {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Of this group and this person. */
  key: string;
  put: (text: string) => Promise<unknown>;
  after: (ms: number, what: () => void) => () => void;
  onState: (state: ThoughtState) => void;
  /** The server takes it no more: the round is over, or one has left. Said once, and nothing is sent after it. */
  onRefused: (text: string) => void;
}

const PAUSE_MS = 700;
const AGAIN_MS = 3_000;

export class ThoughtKeeper {
  readonly #options: ThoughtOptions;
  #text = "";
  #saved = "";
  #callOff: () => void = () => {};
  #sending: Promise<void> | null = null;
  #over = false;

  constructor(options: ThoughtOptions) {
    this.#options = options;
  }

  /** What to begin with: what this device still has to send, else what the server has. */
  begin(stored: string): string {
    this.#saved = stored;
    this.#text = this.#unsent() ?? stored;
    if (this.#text !== stored) void this.flush();
    else this.#options.onState(stored ? "saved" : "empty");
    return this.#text;
  }

  typed(text: string): void {
    this.#text = text;
    this.#keep();
    this.#options.onState("saving");
    this.#later(PAUSE_MS);
  }

  /** At once: the time is over, or the page goes. Resolves when the server has it, or could not be reached. */
  async flush(): Promise<void> {
    this.#callOff();
    await this.#sending;
    if (this.#over || this.#text === this.#saved) return;
    const sent = this.#text;
    this.#sending = this.#options
      .put(sent)
      .then(() => {
        this.#saved = sent;
        if (this.#text !== sent) return;
        this.#forget();
        this.#options.onState(sent ? "saved" : "empty");
      })
      .catch((error: unknown) => {
        if (error instanceof ApiError && error.status < 500 && error.status !== 429) {
          this.#over = true;
          this.#forget();
          this.#options.onRefused(this.#text);
          return;
        }
        this.#options.onState("kept");
        this.#later(AGAIN_MS);
      })
      .finally(() => {
        this.#sending = null;
      });
    await this.#sending;
  }

  stop(): void {
    this.#callOff();
  }

  #later(ms: number): void {
    this.#callOff();
    this.#callOff = this.#options.after(ms, () => void this.flush());
  }

  #unsent(): string | null {
    try {
      return this.#options.storage.getItem(this.#options.key);
    } catch {
      return null;
    }
  }

  #keep(): void {
    try {
      this.#options.storage.setItem(this.#options.key, this.#text);
    } catch {
      // Full or forbidden: then it is kept by the server alone.
    }
  }

  #forget(): void {
    try {
      this.#options.storage.removeItem(this.#options.key);
    } catch {
      // As above.
    }
  }
}
