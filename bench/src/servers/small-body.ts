/** The body of a small response: 120 bytes. */
export const smallBody = `<answer>${"x".repeat(103)}</answer>`;
