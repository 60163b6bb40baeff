/** Less than this is a bar of the browser that comes or goes. */
const LEAST_PX = 120;

/**
 * How much of the page's foot an on-screen keyboard covers, as `--keyboard` on the root: what sticks to the foot adds it;
 * and whether there is one, as `data-keyboard`: what nobody needs while typing makes room.
 * Keyboards lie over the page (iOS always, Chrome unless told otherwise); only the visual viewport knows of them.
 * `onCover` is told when more of it is covered than before: what was in sight may not be any more.
 */
export function watchKeyboard(
  onCover: () => void,
  viewport: VisualViewport | null = window.visualViewport,
): () => void {
  if (!viewport) return () => {};
  const root = document.documentElement;
  let before = 0;
  const measure = () => {
    // A page that is zoomed in shows a part of itself, too; nothing lies over it then.
    const covered = viewport.scale > 1.01 ? 0 : window.innerHeight - viewport.height - viewport.offsetTop;
    const height = Math.max(0, Math.round(covered));
    root.style.setProperty("--keyboard", `${height}px`);
    root.toggleAttribute("data-keyboard", height >= LEAST_PX);
    if (height > before) onCover();
    before = height;
  };
  measure();
  viewport.addEventListener("resize", measure);
  viewport.addEventListener("scroll", measure);
  return () => {
    viewport.removeEventListener("resize", measure);
    viewport.removeEventListener("scroll", measure);
    root.style.removeProperty("--keyboard");
    root.removeAttribute("data-keyboard");
  };
}
