/**
 * The live socket: no DOM, no framework, clock and socket come in.
 *
 * The server owns the state. This module keeps the latest views, says honestly how it stands with the connection, and
 * sees to it that what a person asked for happens once: a request is sent again under the same id after every
 * reconnect until it is answered.
 */
import { merge } from "./patch";
import type { ClientMessage, Command, ServerMessage, ViewName, Views } from "./wire";

/** As much of a WebSocket as is needed. Handlers take `never`, so that the real one and a plain fake both fit. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
}

export interface Clock {
  /** Milliseconds since the epoch, by this device. */
  now(): number;
  /** Runs `what` after `ms`; answers a function that calls it off. */
  after(ms: number, what: () => void): () => void;
}

export interface LiveOptions {
  url: string;
  open: (url: string) => SocketLike;
  clock: Clock;
  /** 0 to 1; spreads the reconnects of a whole room. */
  random: () => number;
  newId: () => string;
  /**
   * Whether this browser may have the socket at all. Asked when one closes before it was welcomed: a browser is not
   * told why a handshake was refused. Anything but a plain `false` counts as 'perhaps'.
   */
  member?: () => Promise<boolean>;
}

/** `ended` is final: the server said that this seat is not (or no longer) ours. */
export type Connection = "connecting" | "live" | "offline" | "ended";

export interface LiveState {
  connection: Connection;
  /** Close code of an `ended` connection, else 0. */
  endedBy: number;
  /** Requests that the server has not answered. */
  unanswered: number;
  /** False while the store refuses writes: nothing anybody does is saved. */
  storeOk: boolean;
  /** Add to this device's clock to get the server's. */
  offset: number;
  views: Views;
}

export type Outcome =
  | { ok: true; version: number }
  | { ok: false; code: string; fields: Record<string, string | number> };

interface Waiting {
  command: Command;
  settle: (outcome: Outcome) => void;
}

export const BEAT_MS = 10_000;
export const SILENCE_MS = 15_000;
export const RETRY_MS = 2_000;
const FIRST_BACKOFF_MS = 400;
const LAST_BACKOFF_MS = 10_000;
const CALM_DOWN_MS = 15_000;
const FINAL_CODES = new Set([4401, 4403, 4404]);

export class Live {
  #state: LiveState = {
    connection: "connecting",
    endedBy: 0,
    unanswered: 0,
    storeOk: true,
    offset: 0,
    views: {},
  };
  #options: LiveOptions;
  #socket: SocketLike | null = null;
  #versions = new Map<ViewName, number>();
  #resyncing = new Set<ViewName>();
  #waiting = new Map<string, Waiting>();
  #listeners = new Set<(state: LiveState) => void>();
  #savedListeners = new Set<(group: string, upTo: string) => void>();
  #attempts = 0;
  #welcomed = false;
  #heardAt = 0;
  #beatSentAt = 0;
  #bestTrip = Number.POSITIVE_INFINITY;
  #callOff: (() => void)[] = [];
  #stopped = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** The server's clock, as well as we know it. */
  now(): number {
    return this.#options.clock.now() + this.#state.offset;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  /** For good; unanswered requests stay unanswered. */
  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** The network seems to be back, or the page came to the front: don't wait for the backoff. */
  wake(): void {
    if (this.#stopped || this.#state.connection === "ended") return;
    if (this.#state.connection === "offline") {
      this.#attempts = 0;
      this.#connect();
    } else if (this.#options.clock.now() - this.#heardAt > SILENCE_MS) {
      this.#lost();
    } else if (this.#state.connection === "live") {
      this.#beat();
    }
  }

  /** The device says that it has no network: don't wait for the silence to be noticed. */
  cut(): void {
    if (this.#state.connection === "live" || this.#state.connection === "connecting") this.#lost();
  }

  watch(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  onDocumentSaved(listener: (group: string, upTo: string) => void): () => void {
    this.#savedListeners.add(listener);
    return () => this.#savedListeners.delete(listener);
  }

  /** Resolves when the server has it durably, or refuses it. Never rejects; waits through any loss of connection. */
  do(command: Command): Promise<Outcome> {
    if (this.#state.connection === "ended") return Promise.resolve({ ok: false, code: "no-seat", fields: {} });
    return new Promise((settle) => {
      const id = this.#options.newId();
      this.#waiting.set(id, { command, settle });
      this.#change({ unanswered: this.#waiting.size });
      if (this.#state.connection === "live") this.#send({ t: "do", id, command });
    });
  }

  #connect(): void {
    this.#drop();
    const socket = this.#options.open(this.#options.url);
    this.#socket = socket;
    this.#welcomed = false;
    this.#heardAt = this.#options.clock.now();
    this.#change({ connection: this.#attempts === 0 ? "connecting" : this.#state.connection });
    socket.onmessage = (event: { data: unknown }) => {
      if (socket === this.#socket && typeof event.data === "string") this.#receive(event.data);
    };
    socket.onclose = (event: { code: number }) => {
      if (socket === this.#socket) this.#closed(event.code);
    };
    // A socket that never opens counts as lost like one that fell silent.
    this.#later(BEAT_MS, () => this.#watchSilence());
  }

  #drop(): void {
    for (const off of this.#callOff.splice(0)) off();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #lost(): void {
    this.#closed(1006);
  }

  #closed(code: number): void {
    this.#drop();
    if (FINAL_CODES.has(code)) {
      this.#end(code);
      return;
    }
    if (!this.#welcomed) void this.#askWhetherMember();
    const longest = Math.min(FIRST_BACKOFF_MS * 2 ** this.#attempts, LAST_BACKOFF_MS);
    this.#attempts += 1;
    const wait = (code === 4429 || code === 4400 ? CALM_DOWN_MS : 0) + longest * (0.5 + 0.5 * this.#options.random());
    this.#change({ connection: "offline" });
    if (!this.#stopped) this.#later(wait, () => this.#connect());
  }

  async #askWhetherMember(): Promise<void> {
    const member = await this.#options.member?.().catch(() => true);
    if (member === false && !this.#welcomed && !this.#stopped) {
      this.#drop();
      this.#end(4403);
    }
  }

  #end(code: number): void {
    this.#change({ connection: "ended", endedBy: code });
    for (const { settle } of this.#waiting.values()) settle({ ok: false, code: "no-seat", fields: {} });
    this.#waiting.clear();
    this.#change({ unanswered: 0 });
  }

  #watchSilence(): void {
    if (this.#options.clock.now() - this.#heardAt >= SILENCE_MS) {
      this.#lost();
      return;
    }
    if (this.#state.connection === "live") this.#beat();
    this.#later(BEAT_MS, () => this.#watchSilence());
  }

  #beat(): void {
    this.#beatSentAt = this.#options.clock.now();
    this.#send({ t: "beat" });
  }

  #receive(data: string): void {
    this.#heardAt = this.#options.clock.now();
    const message = JSON.parse(data) as ServerMessage;
    switch (message.t) {
      case "welcome":
        this.#welcome(message.now);
        break;
      case "snapshot":
        this.#resyncing.delete(message.view);
        this.#versions.set(message.view, message.version);
        this.#change({ views: { ...this.#state.views, [message.view]: message.value } });
        break;
      case "patch":
        this.#patch(message);
        break;
      case "done":
        this.#settle(message.id, { ok: true, version: message.version });
        break;
      case "refused":
        this.#settle(message.id, { ok: false, code: message.code, fields: message.fields ?? {} });
        break;
      case "notSaved":
        this.#change({ storeOk: false });
        this.#later(RETRY_MS, () => this.#sendAgain(message.id));
        break;
      case "saving":
        this.#change({ storeOk: message.ok });
        break;
      case "documentSaved":
        for (const listener of this.#savedListeners) listener(message.group, message.upTo);
        break;
      case "beat":
        this.#learnClock(message.now);
        break;
    }
  }

  #welcome(now: number): void {
    this.#attempts = 0;
    this.#welcomed = true;
    this.#bestTrip = Number.POSITIVE_INFINITY;
    this.#versions.clear();
    this.#resyncing.clear();
    this.#change({ connection: "live", storeOk: true, offset: now - this.#options.clock.now() });
    for (const id of this.#waiting.keys()) this.#sendAgain(id);
    this.#beat();
  }

  #patch(message: Extract<ServerMessage, { t: "patch" }>): void {
    const { view } = message;
    if (this.#resyncing.has(view)) return;
    const version = this.#versions.get(view);
    if (version !== message.base) {
      if (version !== undefined && message.version <= version) return;
      this.#resyncing.add(view);
      this.#send({ t: "resync", view });
      return;
    }
    this.#versions.set(view, message.version);
    const value = merge(this.#state.views[view], message.patch);
    this.#change({ views: { ...this.#state.views, [view]: value } as Views });
  }

  #settle(id: string, outcome: Outcome): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    this.#change({ unanswered: this.#waiting.size, ...(outcome.ok ? { storeOk: true } : {}) });
    waiting.settle(outcome);
  }

  #sendAgain(id: string): void {
    const waiting = this.#waiting.get(id);
    if (waiting && this.#state.connection === "live") this.#send({ t: "do", id, command: waiting.command });
  }

  /** The beat with the shortest way there and back tells the time best. */
  #learnClock(serverNow: number): void {
    const now = this.#options.clock.now();
    const trip = now - this.#beatSentAt;
    if (trip > this.#bestTrip) {
      this.#bestTrip *= 1.2; // Clocks drift: an old good measurement gives way in the end.
      return;
    }
    this.#bestTrip = Math.max(trip, 1);
    this.#change({ offset: serverNow + trip / 2 - now });
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #later(ms: number, what: () => void): void {
    this.#callOff.push(this.#options.clock.after(ms, what));
  }

  #change(some: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...some };
    for (const listener of this.#listeners) listener(this.#state);
  }
}
