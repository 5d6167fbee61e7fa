/** One revision of the configuration. */
export interface ConfigRevision {
  readonly revision: number;
  readonly time: Date;
  /** Who made it; empty for the system itself. */
  readonly user: string;
  readonly message: string;
}

/** A record of `configRevisionLog` as the WSDL will decode it: 64-bit integers may be `bigint`. */
export interface RevisionRecord {
  readonly revision: number | bigint;
  /** Seconds since 1970, UTC. */
  readonly time: number | bigint;
  readonly user?: string | undefined;
  readonly message?: string | undefined;
}

export interface RevisionLog {
  /** Newest first. */
  readonly revisions: readonly ConfigRevision[];
  /** Records that make no sense, with their place in the answer. */
  readonly problems: readonly { readonly index: number; readonly reason: string }[];
}

/** Reads an answer of `configRevisionLog`. Odd records become problems; the others are sorted, newest first. */
export function readRevisionLog(records: readonly RevisionRecord[]): RevisionLog {
  const revisions: ConfigRevision[] = [];
  const problems: { index: number; reason: string }[] = [];
  const seen = new Set<number>();
  records.forEach((record, index) => {
    const revision = Number(record.revision);
    const time = new Date(Number(record.time) * 1000);
    if (!Number.isSafeInteger(revision) || revision < 0)
      problems.push({ index, reason: "the revision is not a whole number" });
    else if (Number.isNaN(time.getTime())) problems.push({ index, reason: "the time is not a date" });
    else if (seen.has(revision)) problems.push({ index, reason: `revision ${revision} is there twice` });
    else {
      seen.add(revision);
      revisions.push({ revision, time, user: record.user ?? "", message: record.message ?? "" });
    }
  });
  return { revisions: revisions.sort((a, b) => b.revision - a.revision), problems };
}
