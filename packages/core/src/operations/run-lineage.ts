/** What a run knows of where it comes from. */
export interface RunLineage {
  /** Id of the run that started it; undefined when nobody's child. */
  readonly parent: string | undefined;
  readonly root: string;
  readonly generation: number;
  /** How often its id was begun anew, from 1. */
  readonly life: number;
  /** Its children may have been started for another generation, run or store: it asks to be told of their ends. */
  readonly asksAnew: boolean;
}

interface OfRow extends Omit<RunLineage, "root" | "asksAnew"> {
  readonly id: string;
  readonly root: string | undefined;
  readonly importedAt: number | undefined;
  readonly forkedFrom: object | undefined;
}

export function lineageOf({ id, parent, root, generation, life, importedAt, forkedFrom }: OfRow): RunLineage {
  const asksAnew = generation > 1 || importedAt !== undefined || forkedFrom !== undefined;
  return { parent, root: root ?? id, generation, life, asksAnew };
}
