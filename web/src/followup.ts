import { mount } from "svelte";
import participantDe from "$locales/de/participant.ftl?raw";
import participantEn from "$locales/en/participant.ftl?raw";
import "./styles/base.css";
import FollowUp from "./followup/FollowUp.svelte";
import { readBoot } from "./lib/boot";
import { speak } from "./lib/i18n";

const boot = readBoot();
speak(boot.language, { de: participantDe, en: participantEn });

const target = document.getElementById("app") ?? document.body;
target.replaceChildren();
// A link's secret begins with the workshop that it is of: `<workshop>.<person>.<secret>`.
const secret = boot.secret ?? "";
mount(FollowUp, { target, props: { secret, workshop: secret.split(".")[0] ?? "", fresh: boot.fresh ?? false } });
