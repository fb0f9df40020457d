/** `case … in pattern) … ;; esac`: the brackets behind its patterns have no partner. */
import type { ReadGroup } from "./expansions.ts";
import { skipBlanks, skipGap } from "./gaps.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import { readWord, wordGoesOn } from "./words.ts";

export interface CaseReaders {
  readonly group: ReadGroup;
  /** Reads the commands of a branch; says whether `esac` stands behind them. */
  readonly list: (reading: Reading) => "esac" | "branch" | undefined;
}

/** Stands behind `case`. */
export function readCase(reading: Reading, { group, list }: CaseReaders): void {
  const start = reading.at;
  skipBlanks(reading);
  readWord(reading, { group, assigns: false });
  skipGap(reading);
  if (!/^in(?![\w-])/.test(reading.text.slice(reading.at, reading.at + 3))) {
    reading.trouble("case has no in", start);
    return;
  }
  reading.at += 2;
  for (;;) {
    skipGap(reading);
    if (/^esac(?![\w-])/.test(reading.text.slice(reading.at, reading.at + 5))) break;
    if (!readPatterns(reading, group)) {
      reading.trouble("a pattern of case has no bracket behind it");
      return;
    }
    const ended = list(reading);
    if (ended === "esac") break;
    if (ended === undefined) {
      reading.trouble("case has no esac", start);
      return;
    }
  }
  reading.at += "esac".length;
}

/** `a | b)`, which may begin with a bracket. */
function readPatterns(reading: Reading, group: ReadGroup): boolean {
  if (reading.sees("(")) reading.at++;
  for (;;) {
    skipBlanks(reading);
    if (reading.sees(")")) break;
    if (reading.sees("|")) reading.at++;
    else if (wordGoesOn(reading)) readWord(reading, { group, assigns: false });
    else {
      reading.skip(refusals.code);
      return false;
    }
  }
  reading.at++;
  return true;
}
