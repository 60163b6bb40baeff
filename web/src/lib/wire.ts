/**
 * The live socket's messages and views, and the bodies that HTTP shares with them: generated from the server's own
 * types, under the names that the pages use.
 *
 * The server leaves out what has its default; so every optional field here reads as empty, false or zero.
 */
import type { Do, GroupView, Live, PartnerView, Reflection, Resync, Room, Shown } from "../generated/live";

export type {
  AgainAtLeast,
  AnnouncementView,
  BetterPlan,
  ClientMessage,
  Console,
  ConsolePerson,
  DraftGroupView,
  DraftView,
  FewPairs,
  FewSpeakers,
  FewStrangers,
  GroupView,
  HostWay,
  LeftOver,
  MeetAgain,
  NoRepeatsWay,
  Offer,
  OfferedPlace,
  PairReasons,
  PartnerView,
  PastGroup,
  PastRound,
  PlaceView,
  Profile,
  Reflection,
  Room,
  SatTogether,
  Seat,
  ServerMessage,
  SeveralTrios,
  ShareView,
  ShowcaseView,
  Shown,
  TablesDiffer,
  TablesOfWay,
  TaskPicture,
  TaskView,
  Tile,
  UnlockWay,
  WeightsView,
} from "../generated/live";

/** What `GET …/gallery` says of one group. */
export interface ShownWork extends Omit<Shown, "text"> {
  markdown: string;
}

export type Views = NonNullable<Live["views"]>;
export type Command = Do["command"];
export type PhaseName = Room["phase"];
export type HelpName = NonNullable<GroupView["help"]>;
export type ViewName = Resync["view"];
export type Reason = NonNullable<PartnerView["reasons"]>[number];
export type Feeling = NonNullable<Reflection["learned"]>;
