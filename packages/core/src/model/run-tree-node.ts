/** The nodes of a run's tree: what is known of all operations that share a place in the code. */
import type { TreeActivity, TreeProgress } from "./run-tree-row.ts";

/** An operation that has begun, or waits for its next attempt. */
export interface OpenMember {
  readonly op: string;
  readonly label: string;
  attempt: number;
  startedAt: number | undefined;
  /** When it was last seen to execute; undefined while it does not. */
  seenAt: number | undefined;
  progress: TreeProgress | undefined;
  /** The attempt that failed last; undefined when none did. */
  failed: FailedAttempt | undefined;
}

export interface FailedAttempt {
  readonly attempt: number;
  readonly message: string;
  readonly nextAt: number;
  /** Undefined when the journal does not say. */
  readonly maxAttempts: number | undefined;
}

/** One that is over. */
export interface EndedMember {
  readonly op: string;
  readonly label: string;
  readonly attempt: number;
  readonly summary: string;
  /** Why it failed; "" when it did not. */
  readonly why: string;
}

/** How many failed members a group remembers: the first ones tell the cause. */
const failuresKept = 5;

export class TreeNode {
  readonly kind: string;
  readonly name: string;
  /** Key without numbers. */
  readonly path: string;
  /** By kind and name, in the order of their first appearance. */
  readonly children = new Map<string, TreeNode>();
  readonly open = new Map<string, OpenMember>();
  done = 0;
  failed = 0;
  retried = 0;
  /** The member that ended last. */
  last: EndedMember | undefined;
  readonly failures: EndedMember[] = [];
  startedAt: number | undefined;
  sinceAt: number | undefined;
  endedAt: number | undefined;

  constructor(parts: { kind: string; name: string; path: string }) {
    this.kind = parts.kind;
    this.name = parts.name;
    this.path = parts.path;
  }

  child(kind: string, name: string): TreeNode {
    const key = `${kind}~${name}`;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const made = new TreeNode({ kind, name, path: this.path === "" ? name : `${this.path}/${name}` });
    this.children.set(key, made);
    return made;
  }

  /** All members that are known of, over or not. */
  get members(): number {
    return this.done + this.failed + this.open.size;
  }

  member(op: string, label: string): OpenMember {
    const known = this.open.get(op);
    if (known !== undefined) return known;
    const made: OpenMember = {
      op,
      label,
      attempt: 1,
      startedAt: undefined,
      seenAt: undefined,
      progress: undefined,
      failed: undefined,
    };
    this.open.set(op, made);
    return made;
  }

  executes(activity: TreeActivity, label: string, now: number): OpenMember {
    const member = this.member(activity.op, label);
    member.attempt = activity.attempt;
    member.startedAt ??= activity.startedAt;
    member.seenAt = now;
    member.progress = activity.progress ?? undefined;
    if (this.startedAt === undefined || activity.startedAt < this.startedAt) this.startedAt = activity.startedAt;
    return member;
  }

  attemptFailed(member: OpenMember, failed: FailedAttempt): void {
    if (member.failed === undefined) this.retried++;
    member.failed = failed;
    member.attempt = failed.attempt + 1;
    member.seenAt = undefined;
    member.progress = undefined;
  }

  ended(member: EndedMember, endedAt: number): void {
    this.open.delete(member.op);
    if (member.why === "") {
      this.done++;
    } else {
      this.failed++;
      if (this.failures.length < failuresKept) this.failures.push(member);
    }
    this.last = member;
    this.endedAt = endedAt;
  }
}
