// The same rooms in Node: whatever text a client sends goes to every client of its room.
const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, backlog: 4096 });
const rooms = new Map();
server.on("listening", () => console.log(server.address().port));
server.on("connection", (socket, request) => {
	const room = rooms.get(request.url) ?? new Set();
	rooms.set(request.url, room.add(socket));
	socket.on("message", (said) => {
		for (const client of room) client.send(said, { binary: false });
	});
	socket.on("close", () => room.delete(socket));
});
