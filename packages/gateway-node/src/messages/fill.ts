const line = Buffer.from(
  `${"The quick brown fox jumps over the lazy dog, and then it does it all again. "}\r\n`,
);

/**
 * Makes a message as long as its row says, with text after its end: the body of a plain message goes on, and after the
 * last boundary of another (RFC 2046 section 5.1.1, the epilogue) no reader looks. One that is long enough stays.
 */
export function fillTo(message: Buffer, size: number): Buffer {
  const missing = size - message.length;
  if (missing <= 0) return message;
  const filled = Buffer.alloc(size);
  message.copy(filled);
  filled.fill(line, message.length);
  // A carriage return alone ends no line.
  if (filled[size - 1] === 13) filled[size - 1] = 46;
  return filled;
}
