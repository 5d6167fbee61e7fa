// Lengths are in UTF-16 units, as `String.prototype.length` counts.

/** The longest line of a text log that is kept; the rest of a longer one is dropped and the line marked as cut. */
export const maxLogLineLength = 65_536;

/** The most lines of one `statd` call. */
export const maxStatdLines = 10_000;

/** The longest line of `statd`, and the longest attachment line and header (unfolded) of a preview. */
export const maxFieldLength = 16_384;

/** The most text of all sections of a preview together. */
export const maxPreviewText = 4_194_304;

/** The most headers of a preview, those after modification included. */
export const maxPreviewHeaders = 2_000;

/** The most attachments of a preview. */
export const maxPreviewAttachments = 1_000;

/** The most sections of a preview; there are four. */
export const maxPreviewSections = 32;
