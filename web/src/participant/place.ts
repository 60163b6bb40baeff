import { list, t } from "../lib/i18n";
import type { GroupView, PlaceView } from "../lib/wire";

/** 'Table 4', as the facilitator named it; a place apart says that it is one. */
export function placeName(place: PlaceView): string {
  return place.remote ? t("place-remote") : place.name;
}

/** 'With Jonas, Table 4': with whom one meets, and where. */
export function meeting({ partners, place }: GroupView): string {
  // More than one reads in ten seconds: then the place comes first.
  return t(partners.length > 2 ? "meet-heading-table" : "meet-heading", {
    names: list(partners.map((partner) => partner.name)),
    place: placeName(place),
    remote: place.remote ? "yes" : "no",
  });
}
