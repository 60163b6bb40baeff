// npm y-websocket's provider as it comes, for a test that talks to it in lines of JSON: what to type, what is there.
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import { Doc } from "yjs";

const [url, group, Cookie, Origin, name] = process.argv.slice(2);
class WithCredentials extends WebSocket {
	constructor(address, protocols) {
		super(address, protocols, { headers: { Cookie, Origin } });
	}
}

const doc = new Doc();
const text = doc.getText("text");
const provider = new WebsocketProvider(url, group, doc, { WebSocketPolyfill: WithCredentials, disableBc: true });
const { awareness } = provider;
awareness.setLocalStateField("user", { name });

const tell = () => {
	const people = [...awareness.getStates().values()].map((state) => state.user?.name).sort();
	console.log(JSON.stringify({ connected: provider.wsconnected, synced: provider.synced, text: `${text}`, people }));
};
for (const event of ["status", "sync", "connection-close"]) provider.on(event, tell);
awareness.on("change", tell);
doc.on("update", tell);

createInterface({ input: process.stdin }).on("line", (line) => {
	const { at, insert = "", remove = 0 } = JSON.parse(line);
	doc.transact(() => {
		text.delete(at, remove);
		text.insert(at, insert);
	});
});
