import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { httpCases } from "../http-cases.ts";
import { smallBody } from "./small-body.ts";

export interface TlsServer {
  readonly name: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface ServerKey {
  readonly key: string;
  readonly cert: string;
}

/** An nginx that can be run, and its name with version. */
export interface Nginx {
  readonly file: string;
  readonly name: string;
}

/** Debian keeps it where the path of ordinary users does not lead. */
export function findNginx(): Nginx | undefined {
  for (const file of ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"]) {
    const { status, stderr } = spawnSync(file, ["-v"], { encoding: "utf8" });
    const name = /nginx\/[\d.]+/.exec(stderr)?.[0];
    if (status === 0 && name !== undefined) return { file, name };
  }
  return undefined;
}

/** An nginx of its own with one worker, in a folder of its own. */
export async function startNginx({ file, name }: Nginx, { key, cert }: ServerKey): Promise<TlsServer> {
  const folder = mkdtempSync(join(tmpdir(), "mailmux-bench-nginx-"));
  const port = await freePort();
  writeFileSync(join(folder, "key.pem"), key, { mode: 0o600 });
  writeFileSync(join(folder, "cert.pem"), cert);
  mkdirSync(join(folder, "chunked"));
  for (const { path, chunked, bodyBytes } of httpCases)
    if (chunked) writeFileSync(join(folder, path), Buffer.alloc(bodyBytes, "x"));
  writeFileSync(join(folder, "nginx.conf"), configuration(folder, port));
  const child = spawn(file, ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Whatever ends this process early must not leave a server and 67 MiB behind.
  const abandon = (): void => {
    child.kill("SIGTERM");
    rmSync(folder, { recursive: true });
  };
  process.once("exit", abandon);
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    // It listens before it starts its worker.
    if (line.includes("start worker process ")) {
      child.stderr.resume();
      return { name, port, close };
    }
  }
  process.off("exit", abandon);
  rmSync(folder, { recursive: true });
  throw new Error(`nginx did not start:\n${said.join("\n")}`);

  async function close(): Promise<void> {
    process.off("exit", abandon);
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  }
}

/** nginx wants to be told its port. Somebody else may take it in between; then nginx says so and ends. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Small answers come from memory. Files are sent with Content-Length, unless something may be added to
 * them: an empty addition makes nginx send them chunked, in chunks of one output buffer (64 KiB).
 */
function configuration(folder: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `
daemon off;
${user}
worker_processes 1;
pid ${folder}/pid;
error_log stderr notice;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary.map((one) => `${one}_temp_path ${folder}/temp-${one};`).join("\n  ")}
  types {}
  default_type text/xml;
  keepalive_requests 10000000;
  keepalive_timeout 60s;
  server {
    listen 127.0.0.1:${port} ssl backlog=512;
    ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;
    ssl_protocols TLSv1.3;
    location = /small { return 200 "${smallBody}"; }
    location = /close { keepalive_timeout 0; return 200 "${smallBody}"; }
    location /chunked/ {
      root ${folder};
      addition_types *;
      add_after_body /nothing;
      output_buffers 2 64k;
    }
    location = /nothing { return 200 ""; }
  }
}
`;
}
