// The provider in Node: told in lines of JSON, and tells in them.
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { provide } from "./provider.mjs";

const [url, group, Cookie, Origin, name] = process.argv.slice(2);
class WithCredentials extends WebSocket {
	constructor(address, protocols) {
		super(address, protocols, { headers: { Cookie, Origin } });
	}
}

const type = provide(url, group, name, (state) => console.log(JSON.stringify(state)), {
	WebSocketPolyfill: WithCredentials,
});
createInterface({ input: process.stdin }).on("line", (line) => type(JSON.parse(line)));
