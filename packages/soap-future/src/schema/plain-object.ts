/**
 * An object in which every key is plain data: it inherits nothing, so that `__proto__` and `constructor` are keys
 * like any other. Made by `new` rather than by `Object.create(null)`, whose objects are hash tables from the start:
 * slower to fill and to read, and larger.
 */
export const PlainObject = function () {} as unknown as new () => Record<string, unknown>;
Object.defineProperty(PlainObject, "prototype", { value: Object.freeze(Object.create(null)) });
