import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What one check costs: 16 MiB and, on one core of a usual server, about 40 ms. */
const cost = { N: 16_384, r: 8, p: 1 };
const saltBytes = 16;
const hashBytes = 32;

interface HashParts {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** The hash of a password, as text: `scrypt:N:r:p:SALT:HASH`, salt and hash in base64url (RFC 7914). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return encode(salt, await derive(password, { ...cost, salt }));
}

/** Whether a text has the form that {@link hashPassword} gives, at a cost that can be paid. */
export function isPasswordHash(text: string): boolean {
  return parse(text) !== undefined;
}

/** Whether this is the password. False for a hash that cannot be read. */
export async function verifyPassword(password: string, text: string): Promise<boolean> {
  const parts = parse(text);
  return parts !== undefined && timingSafeEqual(await derive(password, parts), parts.hash);
}

function encode(salt: Buffer, hash: Buffer): string {
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join(":");
}

/** A configuration can be imported, so that a hash in it may be a stranger's: its cost is bounded. */
function parse(text: string): HashParts | undefined {
  const match = /^scrypt:(\d{1,6}):(\d{1,2}):(\d{1,2}):([\w-]{22,64}):([\w-]{43})$/.exec(text);
  if (match === null) return undefined;
  const [N, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isPayable = N >= 2 && (N & (N - 1)) === 0 && r >= 1 && p >= 1 && N * r * p <= 4 * cost.N * cost.r;
  if (!isPayable) return undefined;
  return {
    N,
    r,
    p,
    salt: Buffer.from(match[4] ?? "", "base64url"),
    hash: Buffer.from(match[5] ?? "", "base64url"),
  };
}

async function derive(password: string, { N, r, p, salt }: Omit<HashParts, "hash">): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = 64 * 1024 * 1024 + 128 * N * r;
    scrypt(password.normalize("NFC"), salt, hashBytes, { N, r, p, maxmem }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
