/** The sections of a document: what stands under each second-level heading. */

export interface Section {
  readonly heading: string;
  /** Without blank lines at its ends. */
  readonly text: string;
}

export function sections(document: string): Section[] {
  const prose = document.replace(/^```.*?^```/gms, (block) => block.replace(/^#/gm, "\\#"));
  return prose
    .split(/^(?=#{1,2} )/m)
    .filter((part) => part.startsWith("## "))
    .map((part) => {
      const [first = "", ...rest] = part.split("\n");
      return { heading: first.slice("## ".length).trim(), text: rest.join("\n").trim() };
    });
}
