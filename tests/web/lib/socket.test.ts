import { afterEach, expect, it, vi } from "vitest";
import { patientSocket } from "../../../web/src/lib/socket";

class FakeWebSocket {
  static readonly CONNECTING = 0;
  readyState = 0;
  onopen: (() => void) | null = null;
  closed: unknown[] = [];
  close(...how: unknown[]): void {
    this.closed.push(how);
  }
}

const opened = (): FakeWebSocket => {
  vi.stubGlobal("WebSocket", FakeWebSocket);
  return new (patientSocket())("ws://here") as unknown as FakeWebSocket;
};

afterEach(() => vi.unstubAllGlobals());

it("waits with its close until it has opened, and then says nothing else", () => {
  const socket = opened();
  const said = vi.fn();
  socket.onopen = said;
  socket.close(1000, "left");
  expect(socket.closed).toEqual([]);
  socket.readyState = 1;
  socket.onopen?.();
  expect([socket.closed, said.mock.calls]).toEqual([[[1000, "left"]], []]);
});

it("closes at once when it is open", () => {
  const socket = opened();
  socket.readyState = 1;
  socket.close();
  expect(socket.closed).toEqual([[undefined, undefined]]);
});
