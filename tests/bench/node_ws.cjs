// The same room in Node: whatever text a client sends goes to every client.
const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, backlog: 4096 });
server.on("listening", () => console.log(server.address().port));
server.on("connection", (socket) => {
	socket.on("message", (said) => {
		for (const client of server.clients) client.send(said, { binary: false });
	});
});
