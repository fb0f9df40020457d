/** The service will never do this, however often it is asked. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The service was not there, or its answer got lost: what was asked for may have been done. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}
