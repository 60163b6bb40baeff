/**
 * The facilitator's desk: the live view, and asking for things exactly once.
 *
 * Every button has a key. While its request is under way the button is busy and a second click does nothing; a refusal
 * stays beside it, as a sentence, until something else is asked for.
 */
import { refusal } from "../lib/api";
import { t } from "../lib/i18n";
import type { LiveStore } from "../lib/live.svelte";
import { toldApart } from "../lib/namesakes";
import type { Command } from "../lib/wire";
import { type Console, readConsole } from "./shapes";

export class Desk {
  readonly live: LiveStore;
  view: Console | null = $derived.by(() => (this.live.console ? readConsole(this.live.console) : null));
  /** Who may be about to be taken out of the workshop: it is being asked. */
  removing = $state<string | null>(null);
  #busy = $state<Record<string, true>>({});
  #refused = $state.raw<{ key: string; sentence: string } | null>(null);

  constructor(live: LiveStore) {
    this.live = live;
  }

  /** The server's clock, in milliseconds. */
  get now(): number {
    return this.live.now;
  }

  #names = $derived(toldApart(Object.values(this.view?.people ?? {})));

  /** A person's name, told apart from others with the same; who has been erased is still somebody. */
  name = (person: string): string => this.#names.get(person) || t("console-somebody");

  isBusy(key: string): boolean {
    return this.#busy[key] === true;
  }

  refusalOf(key: string): string {
    return this.#refused?.key === key ? this.#refused.sentence : "";
  }

  /** For what was not even asked for any more, because the state had moved on. */
  refuse(key: string, sentence: string): void {
    this.#refused = { key, sentence };
  }

  forgetRefusal(): void {
    this.#refused = null;
  }

  askToRemove(person: string): void {
    this.forgetRefusal();
    this.removing = person;
  }

  /** Answers whether it was done; false also when the same is still under way. */
  async run(key: string, command: Command): Promise<boolean> {
    if (this.isBusy(key)) return false;
    this.#busy[key] = true;
    this.#refused = null;
    try {
      const outcome = await this.live.do(command);
      if (!outcome.ok) this.#refused = { key, sentence: refusal(outcome.code, outcome.fields) };
      return outcome.ok;
    } finally {
      delete this.#busy[key];
    }
  }
}
