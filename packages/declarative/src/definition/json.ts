/** Plain data, as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;

/** From a definition: own keys only, such as `__proto__` and `constructor` too, which mean nothing special. */
export interface JsonMap {
  readonly [key: string]: Json;
}
