import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createTestCertificate, type TestCertificate } from "../../src/testing/index.ts";

/** Empty where there is no nginx: the run of the whole says so. */
export const nginxPath = process.env["MAILMUX_NGINX"] || undefined;

export interface NginxOptions {
  /** Directives of the one server, beside its certificate. `ROOT` stands for the folder of the files. */
  readonly server: string;
  /** Files that it serves, by name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The authority of client certificates, as `ROOT/client-ca.pem`. */
  readonly clientAuthority?: TestCertificate;
}

export interface Nginx extends AsyncDisposable {
  readonly origin: string;
  readonly certificate: TestCertificate;
  /** Starts new workers and lets the old ones finish; resolves when the new ones are there. */
  reload(): Promise<void>;
  /** Lets requests under way finish, and ends; resolves when it has ended. */
  quit(): Promise<void>;
}

/** An nginx of its own with one worker, over TLS, in a folder of its own. */
export async function startNginx({ server, files = {}, clientAuthority }: NginxOptions): Promise<Nginx> {
  const certificate = await createTestCertificate();
  const folder = mkdtempSync(join(tmpdir(), "mailmux-nginx-"));
  const root = join(folder, "root");
  mkdirSync(root);
  // The worker is another user when this is root.
  for (const path of [folder, root]) chmodSync(path, 0o777);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  if (clientAuthority) writeFileSync(join(root, "client-ca.pem"), clientAuthority.cert);
  writeFileSync(join(folder, "key.pem"), certificate.key, { mode: 0o600 });
  writeFileSync(join(folder, "cert.pem"), certificate.cert);
  const port = await freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr notice;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary.map((one) => `${one}_temp_path ${folder}/temp-${one};`).join("\n  ")}
  types { text/plain txt; }
  add_header X-Connection $connection always;
  server {
    listen 127.0.0.1:${port} ssl backlog=512;
    ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;
    root ${root};
    ${server.replaceAll("ROOT", root)}
  }
}
`,
  );
  const child = spawn(
    nginxPath ?? "nginx",
    ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const ended = once(child, "exit");
  const said: string[] = [];
  const waiting = new Set<() => void>();
  let workers = 0;
  const lines = createInterface({ input: child.stderr });
  lines.on("line", (line) => {
    said.push(line);
    // It listens before it starts its worker.
    if (!line.includes("start worker process ")) return;
    workers++;
    for (const wake of waiting) wake();
  });
  const untilWorker = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (workers >= count) resolve();
      };
      waiting.add(check);
      check();
      void ended.then(() => reject(new Error(`nginx ended:\n${said.join("\n")}`)));
    });
  const stop = async (signal: "SIGQUIT" | "SIGTERM"): Promise<void> => {
    child.kill(signal);
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await untilWorker(1);
  return {
    origin: `https://127.0.0.1:${port}`,
    certificate,
    async reload() {
      const next = workers + 1;
      child.kill("SIGHUP");
      await untilWorker(next);
    },
    quit: () => stop("SIGQUIT"),
    [Symbol.asyncDispose]: () => stop("SIGTERM"),
  };
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
