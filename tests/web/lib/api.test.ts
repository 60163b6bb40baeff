import { expect, it } from "vitest";
import { ApiError, api } from "../../../web/src/lib/api";

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const tooMany = () => answer(429, { code: "too-many-reads", fields: { seconds: 5 } });

function served(answers: Response[]) {
  const waited: number[] = [];
  const options = {
    fetch: async () => answers.shift() as Response,
    pause: async (ms: number) => void waited.push(ms),
  };
  return { waited, options };
}

it("whoever reads too much waits for as long as the server says, and goes on", async () => {
  const { waited, options } = served([tooMany(), tooMany(), answer(200, { name: "Mara" })]);
  expect(await api.get("/api/x", options)).toEqual({ name: "Mara" });
  expect(waited).toEqual([5000, 5000]);
});

it("says so when waiting does not help", async () => {
  const { waited, options } = served([tooMany(), tooMany(), tooMany(), answer(200, {})]);
  await expect(api.get("/api/x", options)).rejects.toEqual(new ApiError(429, "too-many-reads", { seconds: 5 }));
  expect(waited).toHaveLength(2);
});

it("asks nothing again that was refused for another reason", async () => {
  const { waited, options } = served([answer(429, { code: "too-many-requests", fields: { minutes: 1 } })]);
  await expect(api.get("/api/x", options)).rejects.toMatchObject({ code: "too-many-requests" });
  expect(waited).toEqual([]);
});
