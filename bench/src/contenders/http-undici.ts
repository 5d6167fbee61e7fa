import { Pool } from "undici";
import { type Contender } from "../benchmark.ts";
import { httpContender } from "./http-contender.ts";

/** undici as it comes: it resumes TLS sessions. */
export function createContender(): Contender {
  return createUndici("undici");
}

/**
 * `request` is undici's fastest API with promises: what it must be compared with. `stream` and `dispatch` give
 * the body to callbacks instead.
 */
export function createUndici(
  name: string,
  { maxCachedSessions, cases }: { maxCachedSessions?: number; cases?: readonly string[] } = {},
): Contender {
  return httpContender({
    name,
    ...(cases === undefined ? {} : { cases }),
    open({ host, port, serverName, ca }, maxConnections) {
      const pool = new Pool(`https://${host}:${port}`, {
        connections: maxConnections,
        connect: {
          ca,
          servername: serverName,
          ...(maxCachedSessions === undefined ? {} : { maxCachedSessions }),
        },
      });
      return {
        async get({ path, chunked }) {
          const { body } = await pool.request({ path, method: "GET" });
          if (!chunked) return (await body.bytes()).length;
          let bytes = 0;
          for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
          return bytes;
        },
        close: () => pool.close(),
      };
    },
  });
}
