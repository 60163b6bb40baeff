import { t } from "../lib/i18n";
import type { PlaceView } from "../lib/wire";

/** 'Table 4', as the facilitator named it; a place apart says that it is one. */
export function placeName(place: PlaceView): string {
  return place.remote ? t("place-remote") : place.name;
}
