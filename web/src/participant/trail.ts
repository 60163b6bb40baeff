/**
 * What the browser's back button does. Each step of joining and each open panel is an entry of the history, named in its
 * state; nothing else is, and an entry that is over is left. No DOM: the history comes in.
 */
import type { Panel } from "./screen";

/** As much of `window.history` as is needed. */
export interface HistoryLike {
  readonly state: unknown;
  pushState(state: unknown, unused: string): void;
  replaceState(state: unknown, unused: string): void;
  back(): void;
  go(delta: number): void;
}

interface Entry {
  panel?: Panel;
  step?: number;
  /** How many entries of this page lie below. */
  depth?: number;
}

const PANELS: readonly unknown[] = ["answers", "wishes", "device", "letter"] satisfies Panel[];

function entryOf(state: unknown): Entry {
  return typeof state === "object" && state !== null ? state : {};
}

export function panelOf(state: unknown): Panel {
  const { panel } = entryOf(state);
  return PANELS.includes(panel) && panel ? panel : "none";
}

/** Which of `count` steps of joining an entry stands for. */
export function stepOf(state: unknown, count: number): number {
  const { step } = entryOf(state);
  return typeof step === "number" && step >= 0 && step < count ? step : 0;
}

export class Trail {
  #history: HistoryLike;

  constructor(history: HistoryLike) {
    this.#history = history;
  }

  get panel(): Panel {
    return panelOf(this.#history.state);
  }

  /** The history follows what is open: opened, it gets an entry; closed by a button or by what happens, it loses it. */
  follow(open: Panel): void {
    const entry = this.panel;
    if (open === entry) return;
    if (open === "none") this.#history.back();
    else if (entry === "none") this.#history.pushState({ panel: open }, "");
    else this.#history.replaceState({ panel: open }, "");
  }

  toStep(step: number): void {
    this.#history.pushState({ step, depth: this.#depth + 1 }, "");
  }

  /** Somebody is in: the steps are over, and back leads to where they came from. */
  joined(): void {
    const depth = this.#depth;
    this.#history.replaceState(null, "");
    if (depth > 0) this.#history.go(-depth);
  }

  get #depth(): number {
    return entryOf(this.#history.state).depth ?? 0;
  }
}
