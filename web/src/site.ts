/** The front page: the code of a workshop, and the way to the console. */
import { mount } from "svelte";
import "./styles/base.css";
import siteDe from "$locales/de/site.ftl?raw";
import siteEn from "$locales/en/site.ftl?raw";
import { readBoot } from "./lib/boot";
import { speak, t } from "./lib/i18n";
import Site from "./site/Site.svelte";

const boot = readBoot();
speak(boot.language, { de: siteDe, en: siteEn });
document.title = t("site-title");
const target = document.getElementById("app");
if (target) mount(Site, { target, props: { boot } });
