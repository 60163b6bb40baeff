/** What makes an offer one: at least one way to really get in touch (rule X2, as the server checks it). */
import type { Offer } from "../../lib/wire";

export const CHANNELS = ["mail", "phone", "link"] as const;
export type Channel = (typeof CHANNELS)[number];

const SHORTEST_MAIL = 6;
const SHORTEST_PHONE = 6;

export function reachable(offer: Offer): boolean {
  const { mail = "", phone = "", link = "" } = offer;
  return (
    (mail.includes("@") && mail.length >= SHORTEST_MAIL) ||
    phone.replace(/\D/g, "").length >= SHORTEST_PHONE ||
    (/^https?:\/\//.test(link) && link.includes("."))
  );
}

/** 'example.org/me' -> 'https://example.org/me' */
export function cleanLink(link: string): string {
  const trimmed = link.trim();
  return trimmed && !/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? `https://${trimmed}` : trimmed;
}
