/** What the server wrote into the page for this view. */
export type Language = "de" | "en";

export interface Boot {
  language: Language;
  /** Where the site is reached, without a slash at the end. */
  base: string;
  demo: boolean;
  /** Of the workshop, on `/w/{code}`. */
  code?: string;
  /** On `/w/{code}` where it leads nowhere: what was typed, and why it was refused. */
  typed?: string;
  refused?: { code: string; fields: Record<string, string | number> };
  /** On `/console/{workshop}`. */
  workshop?: string;
  /** On `/w/{code}`: this browser has a seat. */
  seated?: boolean;
  /** On `/console…`: who is signed in; null: nobody. */
  address?: string | null;
  /** On `/operator`. */
  operator?: boolean;
  /** On `/follow-up/{secret}` and `/my-data/{secret}`. */
  secret?: string;
  /** On `/my-data/{secret}`. */
  fresh?: boolean;
}

/** Reads the boot data; a page without them (never ours) gets English and its own origin. */
export function readBoot(page: Document = document): Boot {
  const defaults: Boot = { language: "en", base: location.origin, demo: false };
  const element = page.getElementById("boot");
  if (!element?.textContent) return defaults;
  return { ...defaults, ...(JSON.parse(element.textContent) as Partial<Boot>) };
}

/** CodeMirror adds its styles at run time; the content security policy lets them in by this nonce. */
export function cspNonce(page: Document = document): string {
  return page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}

/** The address of a websocket of this site. */
export function socketUrl(path: string, here: Location = location): string {
  return `${here.protocol === "https:" ? "wss:" : "ws:"}//${here.host}${path}`;
}
