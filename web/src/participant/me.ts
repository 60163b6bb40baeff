/** A participant's own HTTP calls, by the seat's cookie or by the secret of a mailed link. */
import { api, type CallOptions } from "../lib/api";
import type { Language } from "../lib/boot";
import type { Offer, PastGroup, PhaseName, Profile, Reflection, ShownWork } from "../lib/wire";

export interface Me {
  workshop: string;
  code: string;
  person: string;
  profile: Profile;
  address: string | null;
  confirmed: boolean;
  link: string | null;
  others: { id: string; name: string }[];
  phase: PhaseName;
  title: string;
  facilitator: string;
  language: Language;
  asksLater?: boolean;
  deletedOn: number;
  series?: MySeries | null;
}

/** The series that the workshop belongs to, for who has proven that it is them. */
export interface MySeries {
  name: string;
  on: boolean;
  /** It would recognise them in this browser. */
  here: boolean;
  /** After its last workshop, until it forgets. */
  days: number;
}

export interface Sitting {
  round: number;
  group: string;
  symbol: number;
  colour: number;
}

export interface RelationView {
  partner: string;
  name: string;
  round: number;
  group: string;
  symbol: number;
  colour: number;
  mine?: Offer | null;
  until?: number | null;
  declined?: boolean;
  theirs?: Offer | null;
  opened?: boolean;
  /** All groups with this partner, in order. */
  groups: Sitting[];
}

export interface Held {
  groups: number;
  ideas: string[];
  answered: boolean;
  offered: number;
  opened: number;
  consents: {
    what: string;
    fields?: string[];
    /** A partner, counted as in `relations`, from 1. */
    to?: number | null;
    said: { text: string; language: Language; way: string };
    at: number;
  }[];
  mails: { purpose: string; state: string; dueAt: number }[];
  wantsMails: boolean | null;
  deletedOn: number;
}

/** What a group of mine wrote. */
export interface GroupText {
  group: string;
  markdown: string;
  ideas: string[];
  letter: string;
}

export interface Proposed {
  text: string;
  title: string;
  markdown: string;
}

export interface Thoughts {
  mine: string;
  /** Null while somebody may still be thinking alone. */
  others: { person: string; name: string; text: string }[] | null;
}

export class MeApi {
  readonly workshop: string;
  readonly #base: string;
  readonly #options: CallOptions;

  constructor(workshop: string, link?: string) {
    this.workshop = workshop;
    this.#base = `/api/workshops/${encodeURIComponent(workshop)}/me`;
    this.#options = { link };
  }

  me(): Promise<Me> {
    return api.get<Me>(this.#base, this.#options);
  }

  putProfile(profile: Profile): Promise<undefined> {
    return api.put(`${this.#base}/profile`, profile, this.#options);
  }

  putAddress(address: string | null): Promise<undefined> {
    return api.put(`${this.#base}/address`, { address }, this.#options);
  }

  reflection(): Promise<Reflection> {
    return api.get<Reflection>(`${this.#base}/reflection`, this.#options);
  }

  putReflection(reflection: Reflection): Promise<undefined> {
    return api.put(`${this.#base}/reflection`, reflection, this.#options);
  }

  relations(): Promise<RelationView[]> {
    return api.get<RelationView[]>(`${this.#base}/relations`, this.#options);
  }

  offer(partner: string, offer: Offer): Promise<undefined> {
    return api.put(`${this.#base}/relations/${encodeURIComponent(partner)}`, offer, this.#options);
  }

  withdraw(partner: string, declined: boolean): Promise<undefined> {
    return api.delete(`${this.#base}/relations/${encodeURIComponent(partner)}?declined=${declined}`, this.#options);
  }

  /** Every group of a round that is over in which I sat, round by round. */
  groups(): Promise<PastGroup[]> {
    return api.get(`${this.#base}/groups`, this.#options);
  }

  text(group: string): Promise<GroupText> {
    return api.get(`${this.#base}/groups/${encodeURIComponent(group)}/text`, this.#options);
  }

  noteIdea(group: string, text: string): Promise<undefined> {
    return api.put(`${this.#base}/groups/${encodeURIComponent(group)}/idea`, { text }, this.#options);
  }

  askLater(on: boolean): Promise<undefined> {
    return api.put(`${this.#base}/later`, { on }, this.#options);
  }

  remember(on: boolean): Promise<undefined> {
    return api.put(`${this.#base}/series`, { on }, this.#options);
  }

  /** What my group would show, or shows. */
  showcase(group: string): Promise<Proposed | null> {
    return api.get(this.#showcase(group), this.#options);
  }

  propose(group: string, title: string, markdown: string): Promise<undefined> {
    return api.put(this.#showcase(group), { title, markdown }, this.#options);
  }

  agree(group: string, text: string): Promise<undefined> {
    return api.put(`${this.#showcase(group)}/yes`, { text }, this.#options);
  }

  takeBackShowcase(group: string): Promise<undefined> {
    return api.delete(this.#showcase(group), this.#options);
  }

  putThought(group: string, text: string): Promise<undefined> {
    return api.put(`${this.#base}/groups/${encodeURIComponent(group)}/thought`, { text }, this.#options);
  }

  thoughts(group: string): Promise<Thoughts> {
    return api.get(`${this.#base}/groups/${encodeURIComponent(group)}/thoughts`, this.#options);
  }

  gallery(): Promise<ShownWork[]> {
    return api.get(`${this.#base}/gallery`, this.#options);
  }

  #showcase(group: string): string {
    return `${this.#base}/groups/${encodeURIComponent(group)}/showcase`;
  }

  confirm(): Promise<undefined> {
    return api.post(`${this.#base}/confirm`, {}, this.#options);
  }

  held(): Promise<Held> {
    return api.get<Held>(`${this.#base}/held`, this.#options);
  }

  /** Everything as the file that is downloaded. */
  data(): Promise<unknown> {
    return api.get(`${this.#base}/data`, this.#options);
  }

  askForLink(): Promise<undefined> {
    return api.post(`${this.#base}/data-link`, {}, this.#options);
  }

  wantMails(wanted: boolean): Promise<undefined> {
    return api.put(`${this.#base}/mails`, { wanted }, this.#options);
  }

  /** Under way: the seat goes before the answer comes, and nobody has taken it away. */
  erasing = false;

  async erase(): Promise<void> {
    this.erasing = true;
    try {
      await api.post(`${this.#base}/erase`, {}, this.#options);
    } catch (error) {
      this.erasing = false;
      throw error;
    }
  }
}
