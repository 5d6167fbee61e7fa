import { createHttpClient } from "@mailmux/http-tls";
import { type Contender } from "../benchmark.ts";
import { httpContender } from "./http-contender.ts";

/** Ours, with a pinned certificate. A pinned connection is never resumed. */
export function createContender(): Contender {
  return httpContender({
    name: "mailmux",
    open({ host, port, serverName, fingerprint }, maxConnections) {
      const client = createHttpClient({
        origin: `https://${host}:${port}`,
        tls: { fingerprints: [fingerprint], serverName },
        maxConnections,
      });
      return {
        async get({ path, chunked }) {
          const response = await client.request({ path });
          if (!chunked) return (await response.bytes()).length;
          let bytes = 0;
          for await (const chunk of response.body) bytes += chunk.length;
          return bytes;
        },
        close: () => client.close(),
      };
    },
  });
}
