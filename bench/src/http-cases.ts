import { type BenchmarkCase } from "./benchmark.ts";
import { type CpuUnit, type Unit } from "./statistics.ts";

/** A case of the `http-tls` benchmark: so many requests, so many at once. */
export interface HttpCase extends BenchmarkCase {
  readonly unit: Extract<Unit, "requests/s" | "MiB/s">;
  readonly cpuUnit: CpuUnit;
  readonly path: string;
  readonly bodyBytes: number;
  readonly chunked: boolean;
  /** The server closes the connection after each response. */
  readonly closes: boolean;
  readonly atOnce: number;
  /** Requests that are timed in one round. */
  readonly requests: number;
}

const mebibyte = 1024 * 1024;
const small = { unit: "requests/s", cpuUnit: "µs/request", bodyBytes: 120, chunked: false } as const;
const large = { unit: "MiB/s", cpuUnit: "µs/MiB", chunked: true, closes: false } as const;

export const smallCase: HttpCase = {
  ...small,
  name: "small, 20 at once",
  path: "/small",
  closes: false,
  atOnce: 20,
  requests: 8_000,
};

export const handshakeCase: HttpCase = {
  ...small,
  name: "new connection each, 4 at once",
  path: "/close",
  closes: true,
  atOnce: 4,
  requests: 400,
};

export const httpCases: readonly HttpCase[] = [
  smallCase,
  {
    ...large,
    name: "64 MiB chunked",
    path: "/chunked/64-mib",
    bodyBytes: 64 * mebibyte,
    atOnce: 1,
    requests: 6,
  },
  {
    ...large,
    name: "3 MiB chunked, 20 at once",
    path: "/chunked/3-mib",
    bodyBytes: 3 * mebibyte,
    atOnce: 20,
    requests: 120,
  },
  handshakeCase,
];

/** How much work one request of a case is, in the unit of its figures. */
export function workOf({ unit, bodyBytes }: HttpCase): number {
  return unit === "MiB/s" ? bodyBytes / mebibyte : 1;
}
