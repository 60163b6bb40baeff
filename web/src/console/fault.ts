/**
 * What is wrong with a form is shown beside its fields, and the first of them gets the keyboard; where it belongs to
 * several of them, the sentence itself does (it has a `tabindex` then).
 */
import { tick } from "svelte";
import { ApiError } from "../lib/api";
import { fieldFor } from "./form";

/** The field of this page that the server refused; null: it said nothing of a field. */
export function fieldOf(error: unknown): string | null {
  const named = error instanceof ApiError ? error.fields.field : undefined;
  return named === undefined ? null : fieldFor(String(named), (id) => document.getElementById(id) !== null);
}

export async function showFirst(): Promise<void> {
  await tick();
  const first = document.querySelector<HTMLElement>('form :is([aria-invalid="true"], .fault[tabindex])');
  // A folded part would hide it.
  first?.closest("details")?.setAttribute("open", "");
  first?.focus();
}
