/**
 * How much of the page's foot an on-screen keyboard covers, as `--keyboard` on the root: what sticks to the foot adds it.
 * Keyboards lie over the page (iOS always, Chrome unless told otherwise); only the visual viewport knows of them.
 * `onCover` is told when more of it is covered than before: what was in sight may not be any more.
 */
export function watchKeyboard(
  onCover: () => void,
  viewport: VisualViewport | null = window.visualViewport,
): () => void {
  if (!viewport) return () => {};
  const { style } = document.documentElement;
  let before = 0;
  const measure = () => {
    // A page that is zoomed in shows a part of itself, too; nothing lies over it then.
    const covered = viewport.scale > 1.01 ? 0 : window.innerHeight - viewport.height - viewport.offsetTop;
    const height = Math.max(0, Math.round(covered));
    style.setProperty("--keyboard", `${height}px`);
    if (height > before) onCover();
    before = height;
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
