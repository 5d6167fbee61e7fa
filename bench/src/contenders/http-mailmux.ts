import { createHttpClient, type HttpResponse } from "@mailmux/http-tls";
import { type Contender } from "../benchmark.ts";
import { httpContender } from "./http-contender.ts";

/** Ours, with a pinned certificate. A pinned connection is never resumed. */
export function createContender(): Contender {
  return createMailmux("mailmux", {
    async read(response) {
      let bytes = 0;
      for await (const chunk of response.body) bytes += chunk.length;
      return bytes;
    },
  });
}

export function createMailmux(
  name: string,
  { cases, read }: { cases?: readonly string[]; read(response: HttpResponse): Promise<number> },
): Contender {
  return httpContender({
    name,
    ...(cases === undefined ? {} : { cases }),
    open({ host, port, serverName, fingerprint }, maxConnections) {
      const client = createHttpClient({
        origin: `https://${host}:${port}`,
        tls: { fingerprints: [fingerprint], serverName },
        maxConnections,
      });
      return {
        async get({ path, chunked }) {
          const response = await client.request({ path });
          return chunked ? read(response) : (await response.bytes()).length;
        },
        close: () => client.close(),
      };
    },
  });
}
