type Attributes = Record<string, string | number | undefined>;

/** One SVG element. `children` are elements, made by this function, or by `text` where they hold words. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === "number" ? short(value) : String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

export function text(words: string, attributes: Attributes): string {
  return element("text", attributes, escapeXml(words));
}

export function tspan(words: string, attributes: Attributes): string {
  return element("tspan", attributes, escapeXml(words));
}

/** Shown by browsers when the pointer rests on the shape. */
export function tooltip(words: string): string {
  return element("title", {}, escapeXml(words));
}

/** Two decimals are a fiftieth of a pixel; more would only make the file larger. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
