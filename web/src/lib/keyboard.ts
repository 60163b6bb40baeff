/**
 * For a part of the page whose buttons go when they have done what they do. With the button, browsers drop the keyboard
 * to the top of the page without a word; instead it goes on at the part's heading, the first with `tabindex="-1"`.
 * Nothing is taken from whoever is elsewhere by then.
 */
export function keepsKeyboard(part: HTMLElement): () => void {
  let last: Element | null = null;
  let wait: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    const { activeElement } = document;
    if (last?.isConnected === false && (!activeElement || activeElement === document.body))
      part.querySelector<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
    last = part.contains(document.activeElement) ? document.activeElement : null;
  }
  /** After whoever removed it has said where the keyboard goes on. */
  function later(): void {
    clearTimeout(wait);
    wait = setTimeout(look);
  }
  const watch = new MutationObserver(later);
  watch.observe(part, { childList: true, subtree: true });
  const here = (event: FocusEvent): void => {
    last = event.target as Element;
  };
  part.addEventListener("focusin", here);
  part.addEventListener("focusout", later);
  return () => {
    clearTimeout(wait);
    watch.disconnect();
    part.removeEventListener("focusin", here);
    part.removeEventListener("focusout", later);
  };
}
