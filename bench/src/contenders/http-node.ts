import { Agent, get } from "node:https";
import { type Contender } from "../benchmark.ts";
import { httpContender } from "./http-contender.ts";

/** node:https as it comes, with kept connections: it resumes TLS sessions. */
export function createContender(): Contender {
  return createNodeHttps("node:https");
}

/** It has no API with promises; its events are its own fastest way to read a body. */
export function createNodeHttps(
  name: string,
  { maxCachedSessions, cases }: { maxCachedSessions?: number; cases?: readonly string[] } = {},
): Contender {
  return httpContender({
    name,
    ...(cases === undefined ? {} : { cases }),
    open({ host, port, serverName, ca }, maxConnections) {
      const agent = new Agent({
        keepAlive: true,
        maxSockets: maxConnections,
        ca,
        servername: serverName,
        ...(maxCachedSessions === undefined ? {} : { maxCachedSessions }),
      });
      return {
        get: ({ path }) =>
          new Promise((resolve, reject) => {
            const request = get({ host, port, path, agent }, (response) => {
              let bytes = 0;
              response.on("data", (chunk: Buffer) => {
                bytes += chunk.length;
              });
              response.on("end", () => resolve(bytes));
              response.on("error", reject);
            });
            request.on("error", reject);
          }),
        close: () => agent.destroy(),
      };
    },
  });
}
