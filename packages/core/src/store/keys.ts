/** The store's own numbers for runs and workers. */

declare const runKeyBrand: unique symbol;
/** The store's own integer key of one generation of a run. */
export type RunKey = number & { readonly [runKeyBrand]: true };
declare const workerKeyBrand: unique symbol;
/** One registration of a worker; a worker that registers anew gets another. */
export type WorkerKey = number & { readonly [workerKeyBrand]: true };
