import { beforeEach, describe, expect, it } from "vitest";
import {
  BEAT_MS,
  type Clock,
  Live,
  type Outcome,
  RETRY_MS,
  SILENCE_MS,
  type SocketLike,
} from "../../../web/src/lib/live";
import type { ClientMessage, ServerMessage } from "../../../web/src/lib/wire";

class FakeSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: ClientMessage[] = [];
  closed = false;

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(): void {
    this.closed = true;
  }
  says(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  asks(): ClientMessage[] {
    return this.sent.filter((message) => message.t === "do");
  }
}

class FakeClock implements Clock {
  at = 1_000_000;
  #timers: { at: number; what: () => void }[] = [];

  now(): number {
    return this.at;
  }
  after(ms: number, what: () => void): () => void {
    const timer = { at: this.at + ms, what };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.at = next.at;
      next.what();
    }
    this.at = end;
  }
}

let sockets: FakeSocket[];
let clock: FakeClock;
let live: Live;
let ids: number;

const last = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (!socket) throw new Error("no socket was opened");
  return socket;
};
const welcome = (ahead = 0) => last().says({ t: "welcome", now: clock.at + ahead, role: "participant" });

beforeEach(() => {
  sockets = [];
  clock = new FakeClock();
  ids = 0;
  live = new Live({
    url: "wss://here/live/w",
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    clock,
    random: () => 1,
    newId: () => `id${++ids}`,
  });
  live.start();
});

describe("views", () => {
  it("keeps snapshots and applies merge patches to them", () => {
    welcome();
    last().says({ t: "snapshot", view: "room", version: 3, value: { present: 1, task: { title: "a" } } });
    last().says({ t: "patch", view: "room", base: 3, version: 4, patch: { present: 2, task: null } });
    expect(live.state.views.room).toEqual({ present: 2 });
  });

  it("asks once for a new snapshot when a patch does not fit, and ignores patches until it comes", () => {
    welcome();
    last().says({ t: "snapshot", view: "seat", version: 1, value: { name: "Mara" } });
    last().says({ t: "patch", view: "seat", base: 5, version: 6, patch: { name: "x" } });
    last().says({ t: "patch", view: "seat", base: 6, version: 7, patch: { name: "y" } });
    expect(last().sent.filter((message) => message.t === "resync")).toEqual([{ t: "resync", view: "seat" }]);
    expect(live.state.views.seat).toEqual({ name: "Mara" });
    last().says({ t: "snapshot", view: "seat", version: 7, value: { name: "y" } });
    last().says({ t: "patch", view: "seat", base: 7, version: 8, patch: { late: true } });
    expect(live.state.views.seat).toEqual({ name: "y", late: true });
  });

  it("keeps what it knew while the connection is lost", () => {
    welcome();
    last().says({ t: "snapshot", view: "seat", version: 1, value: { name: "Mara" } });
    last().onclose?.({ code: 1006 });
    expect(live.state).toMatchObject({ connection: "offline", views: { seat: { name: "Mara" } } });
  });
});

describe("requests", () => {
  it("settles when the server says that it is durable", async () => {
    welcome();
    const asked = live.do({ t: "sayHere", group: "r1g0" });
    expect(live.state.unanswered).toBe(1);
    last().says({ t: "done", id: "id1", version: 9 });
    expect(await asked).toEqual({ ok: true, version: 9 });
    expect(live.state.unanswered).toBe(0);
  });

  it("settles a refusal with its code and fields", async () => {
    welcome();
    const asked = live.do({ t: "sayHere", group: "r1g0" });
    last().says({ t: "refused", id: "id1", code: "not-your-group" });
    expect(await asked).toEqual({ ok: false, code: "not-your-group", fields: {} });
  });

  it("sends what was not answered again, under the same id, after every reconnect", async () => {
    welcome();
    const asked = live.do({ t: "sayHere", group: "r1g0" });
    last().onclose?.({ code: 1006 });
    clock.pass(1000);
    expect(sockets).toHaveLength(2);
    expect(last().asks()).toEqual([]);
    welcome();
    expect(last().asks()).toEqual([{ t: "do", id: "id1", command: { t: "sayHere", group: "r1g0" } }]);
    last().says({ t: "done", id: "id1", version: 2 });
    expect(await asked).toEqual({ ok: true, version: 2 });
  });

  it("holds what is asked while offline until there is a connection", () => {
    last().onclose?.({ code: 1006 });
    void live.do({ t: "sayHere", group: "r1g0" });
    clock.pass(1000);
    welcome();
    expect(last().asks()).toHaveLength(1);
  });

  it("tries again while the store refuses, and says so meanwhile", async () => {
    welcome();
    const asked = live.do({ t: "sayHere", group: "r1g0" });
    last().says({ t: "notSaved", id: "id1" });
    expect(live.state.storeOk).toBe(false);
    clock.pass(RETRY_MS);
    expect(last().asks()).toHaveLength(2);
    last().says({ t: "done", id: "id1", version: 2 });
    expect((await asked).ok).toBe(true);
    expect(live.state.storeOk).toBe(true);
  });
});

describe("the connection", () => {
  it("waits longer after each failure, up to ten seconds, and spreads the reconnects", () => {
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const count = sockets.length;
      const before = clock.at;
      last().onclose?.({ code: 1006 });
      while (sockets.length === count) clock.pass(100);
      waits.push(clock.at - before);
    }
    expect(waits.slice(0, 4)).toEqual([400, 800, 1600, 3200]);
    expect(waits.at(-1)).toBe(10_000);
  });

  it("notices silence and opens another socket", () => {
    welcome();
    const first = last();
    clock.pass(SILENCE_MS + BEAT_MS);
    expect(first.closed).toBe(true);
    expect(live.state.connection).toBe("offline");
    clock.pass(1000);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it("gives up on a socket that never opens", () => {
    clock.pass(SILENCE_MS + BEAT_MS);
    expect(live.state.connection).toBe("offline");
  });

  it("stays connected as long as its beats are answered", () => {
    welcome();
    for (let i = 0; i < 10; i++) {
      clock.pass(BEAT_MS);
      last().says({ t: "beat", now: clock.at });
    }
    expect(sockets).toHaveLength(1);
    expect(live.state.connection).toBe("live");
  });

  it("does not wait for the backoff when the network comes back", () => {
    for (let i = 0; i < 6; i++) {
      last().onclose?.({ code: 1006 });
      clock.pass(60_000);
    }
    last().onclose?.({ code: 1006 });
    const count = sockets.length;
    live.wake();
    expect(sockets).toHaveLength(count + 1);
  });

  it.each([4401, 4403])("is over for good at close code %i, and answers what was asked", async (code) => {
    welcome();
    const asked: Promise<Outcome> = live.do({ t: "sayHere", group: "r1g0" });
    last().onclose?.({ code });
    clock.pass(120_000);
    expect(sockets).toHaveLength(1);
    expect(live.state).toMatchObject({ connection: "ended", endedBy: code });
    expect((await asked).ok).toBe(false);
    expect((await live.do({ t: "sayHere", group: "r1g0" })).ok).toBe(false);
  });

  it("asks whether it is still a member when a handshake is refused, for a browser is not told why", async () => {
    let member = true;
    live.stop();
    live = new Live({
      url: "wss://here/live/w",
      open: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      clock,
      random: () => 1,
      newId: () => "id",
      member: () => Promise.resolve(member),
    });
    live.start();
    last().onclose?.({ code: 1006 });
    await Promise.resolve();
    await Promise.resolve();
    expect(live.state.connection).toBe("offline");
    clock.pass(1000);
    member = false;
    const count = sockets.length;
    last().onclose?.({ code: 1006 });
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(live.state.connection).toBe("ended");
    clock.pass(120_000);
    expect(sockets).toHaveLength(count);
  });

  it("opens nothing more after stop", () => {
    welcome();
    live.stop();
    clock.pass(120_000);
    expect(sockets).toHaveLength(1);
    expect(last().closed).toBe(true);
  });
});

describe("the server's clock", () => {
  it("is learned from the welcome and made exact by a short beat", () => {
    welcome(5_000);
    expect(live.now()).toBe(clock.at + 5_000);
    clock.pass(200);
    last().says({ t: "beat", now: clock.at + 5_400 - 100 });
    expect(live.now()).toBe(clock.at + 5_400);
  });

  it("keeps the better measurement when a later beat took long", () => {
    welcome(0);
    clock.pass(20);
    last().says({ t: "beat", now: clock.at + 1_000 - 10 });
    const offset = live.state.offset;
    clock.pass(BEAT_MS);
    clock.pass(3_000);
    last().says({ t: "beat", now: clock.at });
    expect(live.state.offset).toBe(offset);
  });
});
