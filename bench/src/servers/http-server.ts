import { createTestCertificate } from "@mailmux/http-tls/testing";
import { type StartedServers } from "../benchmark.ts";
import { findNginx, startNginx } from "./nginx.ts";
import { startRawTls } from "./raw-tls.ts";

/** Where the server of the `http-tls` benchmark is, and how to know it. */
export interface HttpTarget {
  readonly host: string;
  readonly port: number;
  /** The name in the certificate. */
  readonly serverName: string;
  /** The server's own certificate, as PEM: it is self-signed. */
  readonly ca: string;
  readonly fingerprint: string;
}

/**
 * nginx where it is installed: in every case it leaves more of the machine to the client. Otherwise, or when
 * the environment variable `MAILMUX_BENCH_SERVER` is `node`, a server made of Node.
 */
export async function startHttpServer(): Promise<StartedServers> {
  const { key, cert, fingerprint } = await createTestCertificate();
  const nginx = process.env["MAILMUX_BENCH_SERVER"] === "node" ? undefined : findNginx();
  const server = await (nginx === undefined ? startRawTls({ key, cert }) : startNginx(nginx, { key, cert }));
  const target: HttpTarget = {
    host: "127.0.0.1",
    port: server.port,
    serverName: "localhost",
    ca: cert,
    fingerprint,
  };
  return { surroundings: { target }, note: `server: ${server.name}`, close: server.close };
}
