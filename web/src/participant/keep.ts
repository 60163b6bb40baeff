/** Texts that this browser keeps until they are saved, and how it lets go of them. */
import type { Doc } from "yjs";
import { BEGUN } from "./begun";
import { quietly } from "./profile";

const PREFIX = "gespann-text-";
export const THOUGHT = "gespann-thought-";

/** Beside a kept text: the extent (`saved.ts`) to which the server has it. */
export const SAVED_UP_TO = "durable";

export function storeName(workshop: string, group: string): string {
  return `${PREFIX}${workshop}-${group}`;
}

/** All that was written on one paper, for who takes it along: the text, then the letter. */
export function wordsOf(doc: Doc): string {
  const parts = [doc.getText("text"), doc.getText("letter")].map(String);
  return parts.filter((part) => part.trim() !== "").join("\n\n");
}

/** The groups of whose text this browser keeps something; where it can't tell, those of `perhaps`. */
export async function keptGroups(workshop: string, perhaps: readonly string[] = []): Promise<string[]> {
  if (typeof indexedDB === "undefined") return [];
  if (!indexedDB.databases) return [...perhaps];
  const start = storeName(workshop, "");
  const names = (await indexedDB.databases()).map((found) => found.name ?? "");
  return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

/** Resolves when it is gone, or as good as: another tab that reads it still holds it for a moment. */
export function forgetText(workshop: string, group: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(storeName(workshop, group));
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** Of one's thoughts alone, and of what was begun in a form. */
export function forgetWords(workshop: string): void {
  const ours = [THOUGHT, BEGUN].map((start) => `${start}${workshop}-`);
  quietly(() => {
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage)) if (ours.some((start) => key.startsWith(start))) storage.removeItem(key);
  });
}

export async function forgetTexts(workshop: string): Promise<void> {
  for (const group of await keptGroups(workshop)) await forgetText(workshop, group);
}
