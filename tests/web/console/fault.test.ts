// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import { showFirst } from "../../../web/src/console/fault";

afterEach(() => document.body.replaceChildren());

test("the first that is wrong gets the keyboard, out of a folded part and where it belongs to no single field", async () => {
  document.body.innerHTML = `<form>
    <p class="fault">A sentence beside its field</p>
    <details><input id="folded" aria-invalid="true" /></details>
    <p class="fault" tabindex="-1" id="all">Too many pictures in all tasks together</p>
  </form>`;
  await showFirst();
  expect(document.activeElement?.id).toBe("folded");
  expect(document.querySelector("details")?.open).toBe(true);
  document.querySelector("details")?.remove();
  await showFirst();
  expect(document.activeElement?.id).toBe("all");
});
