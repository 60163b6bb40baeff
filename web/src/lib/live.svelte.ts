/** The live socket for views: state as runes, the browser's clock, network and visibility around it. */
import { socketUrl } from "./boot";
import { type Connection, Live, type Outcome } from "./live";
import { patientSocket } from "./socket";
import type { Command, Console, Room, Seat } from "./wire";

/** The server's time moves on the page this often. */
const TICK_MS = 500;

export class LiveStore {
  room = $state.raw<Room>();
  seat = $state.raw<Seat>();
  console = $state.raw<Console>();
  connection = $state<Connection>("connecting");
  endedBy = $state(0);
  unanswered = $state(0);
  storeOk = $state(true);
  /** The server's clock, moving. */
  now = $state(Date.now());

  readonly live: Live;
  #stop: () => void = () => {};

  /** `member` answers false when this browser has no right to the socket (any more); see `LiveOptions`. */
  constructor(path: string, member?: () => Promise<boolean>) {
    const Socket = patientSocket();
    this.live = new Live({
      url: socketUrl(path),
      open: (url) => new Socket(url),
      clock: {
        now: () => Date.now(),
        after,
      },
      random: Math.random,
      newId,
      ...(member ? { member } : {}),
    });
  }

  start(): void {
    const unwatch = this.live.watch((state) => {
      this.room = state.views.room;
      this.seat = state.views.seat;
      this.console = state.views.console;
      this.connection = state.connection;
      this.endedBy = state.endedBy;
      this.unanswered = state.unanswered;
      this.storeOk = state.storeOk;
      this.now = this.live.now();
    });
    const tick = setInterval(() => {
      this.now = this.live.now();
    }, TICK_MS);
    const wake = () => {
      if (document.visibilityState === "visible") this.live.wake();
    };
    const cut = () => this.live.cut();
    addEventListener("offline", cut);
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    document.addEventListener("visibilitychange", wake);
    this.#stop = () => {
      unwatch();
      clearInterval(tick);
      removeEventListener("offline", cut);
      removeEventListener("online", wake);
      removeEventListener("pageshow", wake);
      document.removeEventListener("visibilitychange", wake);
    };
    this.live.start();
  }

  stop(): void {
    this.live.stop();
    this.#stop();
  }

  do(command: Command): Promise<Outcome> {
    return this.live.do(command);
  }
}

/** Runs `what` after `ms`; answers a function that calls it off. */
export function after(ms: number, what: () => void): () => void {
  const timer = setTimeout(what, ms);
  return () => clearTimeout(timer);
}

/** A UUID also where `crypto.randomUUID` is missing: pages without TLS in a room's own network. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
