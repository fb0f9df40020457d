/** What a run can ask for. All but steps carry their kind in the id (scope.ts). */
export type OperationKind =
  | "step"
  | "sleep"
  | "receive"
  | "send"
  | "call"
  | "start"
  | "result"
  | "ask"
  | "callback"
  | "set"
  | "attributes"
  | "title"
  | "patched"
  | "cached"
  | "continue"
  | "scope";
