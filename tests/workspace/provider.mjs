// npm y-websocket's provider as it comes, for a test that tells it what to type and hears what is there.
import { WebsocketProvider } from "y-websocket";
import { Doc } from "yjs";

/** `tell` gets the state after every change; answers what types `{at, insert, remove}`. */
export function provide(url, group, name, tell, options = {}) {
	const doc = new Doc();
	const text = doc.getText("text");
	const provider = new WebsocketProvider(url, group, doc, { ...options, disableBc: true });
	const { awareness } = provider;
	awareness.setLocalStateField("user", { name });

	const look = () => {
		const people = [...awareness.getStates().values()].map((state) => state.user?.name).sort();
		tell({ connected: provider.wsconnected, synced: provider.synced, text: `${text}`, people });
	};
	for (const event of ["status", "sync", "connection-close"]) provider.on(event, look);
	awareness.on("change", look);
	doc.on("update", look);

	return ({ at, insert = "", remove = 0 }) =>
		doc.transact(() => {
			text.delete(at, remove);
			text.insert(at, insert);
		});
}
