import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type ServerKey, type TlsServer } from "./nginx.ts";

const program = fileURLToPath(new URL("raw-tls-process.ts", import.meta.url));

/** A TLS server made of Node, in a process of its own, that sends answers made beforehand. */
export async function startRawTls(serverKey: ServerKey): Promise<TlsServer> {
  const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send(serverKey);
  const [port] = (await once(child, "message")) as [number];
  return {
    name: `raw TLS server of Node ${process.version}`,
    port,
    async close() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
