import { type Contender, type Measurement } from "../benchmark.ts";
import { type HttpCase, httpCases, smallCase, workOf } from "../http-cases.ts";
import { type HttpTarget } from "../servers/http-server.ts";

/** What a client under measurement must do. */
export interface HttpPeer {
  /** Sends a GET for the case's path, reads the whole answer and resolves with the bytes of the body. */
  get(httpCase: HttpCase): Promise<number>;
  close(): Promise<void> | void;
}

export interface HttpContender {
  readonly name: string;
  readonly cases?: readonly string[];
  /** Makes a client with at most so many connections, each of which verifies the certificate. */
  open(target: HttpTarget, maxConnections: number): HttpPeer;
}

/** Runs the cases of the `http-tls` benchmark on one client. */
export function httpContender({ name, cases, open }: HttpContender): Contender {
  const peers = new Map<HttpCase, HttpPeer>();
  return {
    name,
    ...(cases === undefined ? {} : { cases }),
    async measure(caseName, surroundings) {
      const httpCase = httpCases.find((each) => each.name === caseName);
      if (!httpCase) throw new Error(`unknown case: ${caseName}`);
      let peer = peers.get(httpCase);
      if (!peer) {
        peer = open(surroundings["target"] as HttpTarget, httpCase.atOnce);
        peers.set(httpCase, peer);
      }
      return measureCase(peer, httpCase);
    },
    async close() {
      for (const peer of peers.values()) await peer.close();
    },
  };
}

async function measureCase(peer: HttpPeer, httpCase: HttpCase): Promise<Measurement> {
  // Connections that idled too long while others took their turn are made anew before anything is counted.
  if (!httpCase.closes) await run(peer, smallCase, httpCase.atOnce, httpCase.atOnce);
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await run(peer, httpCase, httpCase.requests, httpCase.atOnce);
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  const work = httpCase.requests * workOf(httpCase);
  return { value: (work / elapsed) * 1000, cpu: (user + system) / work };
}

async function run(peer: HttpPeer, httpCase: HttpCase, requests: number, atOnce: number): Promise<void> {
  let left = requests;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const bytes = await peer.get(httpCase);
      if (bytes !== httpCase.bodyBytes)
        throw new Error(`${httpCase.path} gave ${bytes} bytes instead of ${httpCase.bodyBytes}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
