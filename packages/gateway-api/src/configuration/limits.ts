/** The longest script that is read, in UTF-16 units. */
export const maxScriptLength = 1_048_576;

/** The longest configuration text that is read, in UTF-16 units. */
export const maxConfigurationTextLength = 67_108_864;

/** The longest name of a key, in UTF-16 units; with its extension it still fits a file system's 255. */
export const maxKeyNameLength = 200;
