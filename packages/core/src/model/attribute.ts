/** What a run's attributes can be: typed, indexed, for lists. */
export type AttributeValue = string | number | boolean;
