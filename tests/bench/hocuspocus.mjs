// Hocuspocus without persistence and without any hook.
import { Server } from "@hocuspocus/server";

const server = new Server(
	{ address: "127.0.0.1", port: 0, quiet: true, stopOnSignals: false },
	{ perMessageDeflate: false },
);
await server.listen();
console.log(server.httpServer.address().port);
