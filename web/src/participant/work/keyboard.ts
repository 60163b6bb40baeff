/**
 * How much of the page's foot an on-screen keyboard covers, as `--keyboard` on the root: what sticks to the foot adds it.
 * Keyboards lie over the page (iOS always, Chrome unless told otherwise); only the visual viewport knows of them.
 */
export function watchKeyboard(viewport: VisualViewport | null = window.visualViewport): () => void {
  if (!viewport) return () => {};
  const { style } = document.documentElement;
  const measure = () => {
    // A page that is zoomed in shows a part of itself, too; nothing lies over it then.
    const covered = viewport.scale > 1.01 ? 0 : window.innerHeight - viewport.height - viewport.offsetTop;
    style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
  };
  measure();
  viewport.addEventListener("resize", measure);
  viewport.addEventListener("scroll", measure);
  return () => {
    viewport.removeEventListener("resize", measure);
    viewport.removeEventListener("scroll", measure);
    style.removeProperty("--keyboard");
  };
}
