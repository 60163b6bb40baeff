// The same rooms in socket.io: whatever text a client sends goes to every client of its room.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const NEVER = 1_000_000_000; // ms: the clients count bytes, and a ping would be some
const options = { transports: ["websocket"], perMessageDeflate: false, serveClient: false };
new Server(http, { ...options, pingInterval: NEVER, pingTimeout: NEVER }).on("connection", (socket) => {
	const room = socket.handshake.query.room;
	socket.join(room);
	socket.on("m", (said) => socket.nsp.to(room).emit("m", said));
});
http.listen(0, "127.0.0.1", 4096, () => console.log(http.address().port));
