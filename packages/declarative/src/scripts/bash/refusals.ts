/** Why a template cannot be bound where it stands, and what to write instead. */
import type { Refusal } from "../not-bound.ts";

const ownVariable =
  "put the value into a variable of your own first (v=${{ … }}) and use that where you know it to be safe";

export const refusals = {
  backslash: {
    where: "after a backslash",
    cure: "take the backslash away: the value needs none, it is one word as it is",
  },
  dollar: {
    where: "directly after a dollar sign",
    cure: "write \\$ before the template if you mean a dollar sign",
  },
  backticks: { where: "inside backticks", cure: "write $( … ) instead of backticks" },
  braces: {
    where: "inside ${ … }",
    cure: "put the value into a variable of your own first: v=${{ … }}",
  },
  subscript: {
    where: "in the subscript of an array, which bash evaluates",
    cure: "put the value into a variable first and check it there: i=${{ … }}; [[ $i =~ ^[0-9]+$ ]]",
  },
  commandName: {
    where: "as the name of a command",
    cure: "choose between commands with case ${{ … }} in … esac",
  },
  variableName: { where: "as the name of a variable or function", cure: "use a fixed name, or an array with keys" },
  arithmeticString: { where: "in a quoted string of an arithmetic expression", cure: "take the quotes away" },
  arithmeticCommand: {
    where: "in a command whose output is evaluated as arithmetic",
    cure: "put the output into a variable first and check it there: n=$( … ); [[ $n =~ ^[0-9]+$ ]]",
  },
  variableTest: {
    where: "as the operand of -v, which bash evaluates",
    cure: "test the value itself: [[ -n ${{ … }} ]]",
  },
  operator: {
    where: "where [ or test may take it for an operator",
    cure: "write [[ … ]], which tells operators from values",
  },
  range: {
    where: "in a range of braces, which bash counts before it knows the value",
    cure: "count with seq, or with for ((i = 1; i <= ${{ … }}; i++))",
  },
  delimiter: { where: "as the end mark of a heredoc", cure: "use a plain word, such as EOF" },
  heredocDelimiter: {
    where: "in a heredoc whose end mark is not a plain word",
    cure: "use letters and digits for the end mark, such as 'EOF'",
  },
  ambiguous: {
    where: "behind ((, where two brackets stand that are no arithmetic",
    cure: "put a blank between the brackets: ( (",
  },
  integer: {
    where: "as the value of a variable that is an integer or a reference, which bash evaluates",
    cure: "leave out declare -i or -n and use int for the param's type",
  },
  arrayValue: {
    where: "as the value of an array in a declaration, which bash reads as code",
    cure: "assign it apart, without declare: a=(${{ … }})",
  },
  noValue: {
    where: "in a declaration where no name and = stand before it",
    cure: "write the name: declare name=${{ … }}",
  },
  code: { where: "in what is read as code", cure: ownVariable },
} as const satisfies Record<string, Refusal>;
