/**
 * The HTTP API, with every failure as one of two kinds.
 *
 *     ApiError   the server answered: `code` names the sentence, `fields` fill it
 *     Offline    no answer; whether it happened is not known
 */
import { knows, t } from "./i18n";

export type Fields = Record<string, string | number>;

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly fields: Fields = {},
  ) {
    super(code);
  }
}

export class Offline extends Error {
  constructor() {
    super("offline");
  }
}

export interface CallOptions {
  /** The secret of a mailed link, instead of a cookie. */
  link?: string | undefined;
  signal?: AbortSignal;
  fetch?: typeof fetch;
  pause?: (ms: number) => Promise<void>;
}

const PATIENCE = 3;

type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * A `body` goes out as JSON, a file as it is. Answers the JSON of the answer (`undefined` for 204). Raises `ApiError`
 * and `Offline`. Whoever reads too much waits for as long as the server says, and goes on.
 */
export async function call<T = undefined>(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<T> {
  const pause = options.pause ?? ((ms: number) => new Promise<void>((over) => setTimeout(over, ms)));
  for (let tries = 1; ; tries++) {
    try {
      return await once<T>(method, path, body, options);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "too-many-reads") || tries === PATIENCE) throw error;
      await pause(Number(error.fields.seconds) * 1000);
    }
  }
}

async function once<T>(method: Method, path: string, body: unknown, options: CallOptions): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const file = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = file ? "application/octet-stream" : "application/json";
  if (options.link) headers.Authorization = `Link ${options.link}`;
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) init.body = file ? body : JSON.stringify(body);
  if (options.signal) init.signal = options.signal;
  let response: Response;
  try {
    response = await (options.fetch ?? fetch)(path, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Offline();
  }
  if (!response.ok) throw await failure(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function failure(response: Response): Promise<ApiError> {
  try {
    const answer = (await response.json()) as { code?: unknown; fields?: Fields };
    if (typeof answer.code === "string") return new ApiError(response.status, answer.code, answer.fields ?? {});
  } catch {
    // Not ours: a proxy's page, or a server that is just starting.
  }
  return new ApiError(response.status, response.status >= 500 ? "server" : "unknown");
}

/** What happened, what is safe and what to do, in the person's language. */
export function sentence(error: unknown): string {
  if (error instanceof Offline) return t("error-offline");
  if (error instanceof ApiError) return refusal(error.code, error.fields);
  return t("error-unknown");
}

/** The sentence of a refusal, from HTTP or the live socket. */
export function refusal(code: string, fields: Fields = {}): string {
  for (const id of [`error-${code}`, `rejection-${code}`]) if (knows(id)) return t(id, fields);
  return t("error-unknown");
}

export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, undefined, options),
  post: <T = undefined>(path: string, body?: unknown, options?: CallOptions) => call<T>("POST", path, body, options),
  put: <T = undefined>(path: string, body?: unknown, options?: CallOptions) => call<T>("PUT", path, body, options),
  delete: <T = undefined>(path: string, options?: CallOptions) => call<T>("DELETE", path, undefined, options),
};
