/**
 * Keeps the screen from going dark: a phone that sleeps in the lobby is away when the round begins.
 *
 * A browser lets go whenever the page is hidden, so the lock is asked for again when it comes back. Without support, or
 * with a battery that is low, the screen goes dark as ever (Screen Wake Lock, W3C).
 *
 * Returns what ends it.
 */
export function keepAwake(page: Document = document, device: Pick<Navigator, "wakeLock"> = navigator): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const ask = async (): Promise<void> => {
    if (page.visibilityState !== "visible" || !("wakeLock" in device)) return;
    const got = await device.wakeLock.request("screen").catch(() => undefined);
    if (over) void got?.release();
    else lock = got;
  };
  page.addEventListener("visibilitychange", ask);
  void ask();
  return () => {
    over = true;
    page.removeEventListener("visibilitychange", ask);
    void lock?.release();
  };
}
