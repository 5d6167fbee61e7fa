/** Where a call was made; an error from a socket's callback would not say. */
export interface CallSite {
  stack?: string;
}

/** Frames above the call. Each costs about a microsecond on every call, also on those that succeed. */
const frames = 4;

/** Notes where `callee` was called from; the text is made only when somebody asks for it. */
export function captureCallSite(callee: ((...args: never) => unknown) | undefined): CallSite {
  const site: CallSite = {};
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = Math.min(frames, stackTraceLimit);
    Error.captureStackTrace(site, callee);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return site;
}

const mark = "\n    at the call:\n";

/** Writes the call site behind the stack of an error. */
export function appendCallSite(error: Error, site: CallSite): void {
  const lines = site.stack?.split("\n").slice(1).join("\n");
  // One error may end many calls: its stack would grow with them.
  if (error.stack === undefined || error.stack.includes(mark)) return;
  if (lines !== undefined) error.stack += `${mark}${lines}`;
}
