/**
 * The browser's WebSocket, made patient: closed before it has opened, it waits until it has and closes then. Browsers
 * take an earlier close for a failed connection and report it as an error, though nobody has done anything wrong.
 */
export const patientSocket = (): typeof WebSocket =>
  class extends WebSocket {
    override close(code?: number, reason?: string): void {
      if (this.readyState === WebSocket.CONNECTING) this.onopen = () => super.close(code, reason);
      else super.close(code, reason);
    }
  };
