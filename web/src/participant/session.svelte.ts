/** What the participant's page holds: how far it has come, the live socket, and who I am. */
import { ApiError, api, refusal } from "../lib/api";
import { type Boot, socketUrl } from "../lib/boot";
import { after, LiveStore, newId } from "../lib/live.svelte";
import { patientSocket } from "../lib/socket";
import type { Command, Profile } from "../lib/wire";
import { forgetTexts, forgetWords, keptGroups } from "./keep";
import { type Me, MeApi } from "./me";
import { dropDraft, dropJoinKey, joinKey } from "./profile";
import { type Entry, type Invitation, keyOf, type Panel, type Screen, screenOf, uninvited } from "./screen";
import type { RefusedText, Unsent } from "./work/unsent";

export class Session {
  #api = $state.raw<MeApi>();
  entry = $state.raw<Entry>({ t: "loading" });
  panel = $state<Panel>("none");
  /** The announcement that the person has put away. */
  putAway = $state("");
  erased = $state(false);
  live = $state.raw<LiveStore>();
  me = $state.raw<Me>();
  /** The last refusal of something that was asked on the live socket, as a sentence. */
  refused = $state("");
  /** Who wanted to join had a seat in this browser already: what they told was not taken. */
  seatKept = $state(false);
  /** Texts of earlier rounds that wait on this device. */
  textsWaiting = $state(0);

  #papersRefused = $state.raw<readonly RefusedText[]>([]);
  #thoughtsRefused = $state.raw<readonly RefusedText[]>([]);
  /** Texts on this device that the server will not take. */
  readonly textsRefused: readonly RefusedText[] = $derived([...this.#papersRefused, ...this.#thoughtsRefused]);

  readonly screen: Screen = $derived(
    screenOf({
      entry: this.entry,
      connection: this.live?.connection ?? "connecting",
      room: this.live?.room,
      seat: this.live?.seat,
      now: this.live?.now ?? 0,
      panel: this.panel,
      erasing: this.#api?.erasing ?? false,
      erased: this.erased,
    }),
  );
  readonly key: string = $derived(keyOf(this.screen));

  readonly boot: Boot;
  readonly code: string;
  #joinKey = "";
  #looks = 0;
  /** What was asked last, until it is answered. */
  #latest: { words: string; outcome: Promise<boolean> } | undefined;
  #unsent: Unsent | undefined;

  constructor(boot: Boot, code: string) {
    this.boot = boot;
    this.code = code;
  }

  get api(): MeApi {
    if (!this.#api) throw new Error("no seat yet");
    return this.#api;
  }

  /** Who sits here already goes on; everybody else is invited. */
  async begin(): Promise<void> {
    this.entry = { t: "loading" };
    let invitation: Invitation;
    try {
      invitation = await api.get<Invitation>(`/api/codes/${encodeURIComponent(this.code)}`);
    } catch (error) {
      this.entry = uninvited(error);
      return;
    }
    if (!(this.boot.seated || this.me)) {
      this.entry = { t: "invited", invitation };
      return;
    }
    try {
      await this.#sit(invitation.workshop);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.entry = { t: "invited", invitation };
      else this.entry = { t: "failed", error };
    }
  }

  /** Whoever was taken out may come in again, as somebody new. */
  async again(): Promise<void> {
    this.stop();
    if (this.me) forgetWords(this.me.workshop); // of whoever sat here before
    this.live = undefined;
    this.me = undefined;
    this.entry = { t: "loading" };
    try {
      const invitation = await api.get<Invitation>(`/api/codes/${encodeURIComponent(this.code)}`);
      this.entry = { t: "invited", invitation };
    } catch (error) {
      this.entry = uninvited(error);
    }
  }

  /** Raises what the API raises; afterwards this browser has a seat. */
  async join(invitation: Invitation, profile: Profile, address: string | null): Promise<void> {
    const { workshop } = invitation;
    // The same for every try: if only the answer was lost, the server gives the seat that it made.
    this.#joinKey ||= joinKey(this.code, newId);
    try {
      await api.post(`/api/workshops/${encodeURIComponent(workshop)}/participants`, {
        code: this.code,
        profile,
        address,
        key: this.#joinKey,
      });
    } catch (error) {
      // Refused by the workshop (it is full): this key is spent. After anything else it may have been taken.
      if (error instanceof ApiError && error.status === 409) {
        this.#joinKey = "";
        dropJoinKey(this.code);
      }
      if (!(error instanceof ApiError && error.code === "already-joined")) throw error;
      this.seatKept = true;
    }
    dropDraft(this.code);
    this.#joinKey = "";
    await this.#sit(workshop);
  }

  async refreshMe(): Promise<Me> {
    const me = await this.api.me();
    this.me = me;
    return me;
  }

  /**
   * Asks on the live socket; a refusal is said on the page. True if it happened. Pressed again while it is on its way,
   * it is the same request: nobody reads that they were too late for what they have just done.
   */
  do(command: Command): Promise<boolean> {
    const words = JSON.stringify(command);
    if (this.#latest?.words !== words) {
      const outcome = this.#ask(command).finally(() => {
        if (this.#latest?.outcome === outcome) this.#latest = undefined;
      });
      this.#latest = { words, outcome };
    }
    return this.#latest.outcome;
  }

  async #ask(command: Command): Promise<boolean> {
    this.refused = "";
    const outcome = await this.live?.do(command);
    if (!outcome) return false;
    if (!outcome.ok) this.refused = refusal(outcome.code, outcome.fields);
    return outcome.ok;
  }

  /** After everything about me was deleted: nothing stays in this browser either. */
  async forget(): Promise<void> {
    this.erased = true;
    this.stop();
    if (!this.me) return;
    forgetWords(this.me.workshop);
    await forgetTexts(this.me.workshop);
  }

  stop(): void {
    this.#unsent?.stop();
    this.live?.stop();
  }

  /** Brings what this device still holds of earlier groups' texts to the server. To be called on every change. */
  async lookAfterTexts(online: boolean, past: readonly string[], closed: boolean): Promise<void> {
    const { live, me } = this;
    if (!live || !me || this.erased) return;
    const look = ++this.#looks;
    if (!this.#unsent) {
      if (!online || past.length === 0 || (await keptGroups(me.workshop, past).catch(() => [])).length === 0) return;
      const loaded = await import("./work/unsent").catch(() => null);
      if (!loaded || look !== this.#looks || this.erased) return;
      const path = `/workspace/${encodeURIComponent(me.workshop)}`;
      const Socket = patientSocket();
      this.#unsent = new loaded.Unsent({
        workshop: me.workshop,
        open: (group) => new Socket(socketUrl(`${path}/${encodeURIComponent(group)}`)),
        onDocumentSaved: (listener) => live.live.onDocumentSaved(listener),
        after,
        welcome: () => !live.seat?.removed,
        random: Math.random,
        onWaiting: (count) => {
          this.textsWaiting = count;
        },
        onRefused: (texts) => {
          this.#papersRefused = texts;
        },
      });
    }
    this.#unsent.look(online, past, closed);
  }

  /** What somebody thought alone, and was too late with. */
  handOut(group: string, text: string): void {
    if (text.trim()) this.#thoughtsRefused = [...this.#thoughtsRefused, { group: `thought-${group}`, text }];
  }

  async dropText(group: string): Promise<void> {
    this.#thoughtsRefused = this.#thoughtsRefused.filter((each) => each.group !== group);
    await this.#unsent?.drop(group);
  }

  async #seated(): Promise<boolean> {
    try {
      await this.api.me();
      return true;
    } catch (error) {
      return !(error instanceof ApiError && (error.status === 401 || error.status === 403));
    }
  }

  async #sit(workshop: string): Promise<void> {
    this.#api = new MeApi(workshop);
    await this.refreshMe();
    this.stop();
    this.#unsent = undefined;
    const live = new LiveStore(`/live/${encodeURIComponent(workshop)}?role=participant`, () => this.#seated());
    live.start();
    this.live = live;
    this.entry = { t: "seated", workshop };
  }
}
