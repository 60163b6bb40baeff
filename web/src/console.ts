/** The facilitator's console: signing in, the list of workshops, a new one, and one workshop live. */
import { mount } from "svelte";
import "./styles/base.css";
import consoleDe from "$locales/de/console.ftl?raw";
import siteDe from "$locales/de/site.ftl?raw";
import consoleEn from "$locales/en/console.ftl?raw";
import siteEn from "$locales/en/site.ftl?raw";
import App from "./console/App.svelte";
import { readBoot } from "./lib/boot";
import { speak, t } from "./lib/i18n";

const boot = readBoot();
speak(boot.language, { de: consoleDe, en: consoleEn }, { de: siteDe, en: siteEn });
document.title = t("console-title");
const target = document.getElementById("app");
if (target) mount(App, { target, props: { boot } });
