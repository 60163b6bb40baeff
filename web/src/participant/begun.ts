/** What somebody has begun in a form and not sent: a round that starts takes the form away, and this tab keeps the words. */
import { quietly } from "./profile";

export const BEGUN = "gespann-begun-";

export class Begun<T> {
  readonly #key: string;

  constructor(workshop: string, form: string) {
    this.#key = `${BEGUN}${workshop}-${form}`;
  }

  get(): T | null {
    let kept: string | null = null;
    quietly(() => {
      kept = sessionStorage.getItem(this.#key);
    });
    return kept === null ? null : (JSON.parse(kept) as T);
  }

  keep(words: T): void {
    quietly(() => sessionStorage.setItem(this.#key, JSON.stringify(words)));
  }

  drop(): void {
    quietly(() => sessionStorage.removeItem(this.#key));
  }
}
