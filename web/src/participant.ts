import { mount } from "svelte";
import participantDe from "$locales/de/participant.ftl?raw";
import participantEn from "$locales/en/participant.ftl?raw";
import "./styles/base.css";
import { readBoot } from "./lib/boot";
import { speak } from "./lib/i18n";
import App from "./participant/App.svelte";
import SeatLink from "./participant/SeatLink.svelte";

const boot = readBoot();
speak(boot.language, { de: participantDe, en: participantEn });

const target = document.getElementById("app") ?? document.body;
target.replaceChildren();
if (boot.code) mount(App, { target, props: { boot, code: boot.code } });
else mount(SeatLink, { target });
