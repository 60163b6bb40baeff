// The provider in a browser, whose page has a function `tell` from outside.
import { provide } from "./provider.mjs";

globalThis.begin = (url, group, name) => {
	globalThis.type = provide(url, group, name, globalThis.tell);
};
