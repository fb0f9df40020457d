/** What may be shown of values that hold something secret. */

/** Stands for what is not shown, not even its length. */
const hidden = "***";

/** @param secret as a setting says it of itself */
export function masked(text: string, secret: "all" | "password" | undefined): string {
  if (secret === undefined) return text;
  return secret === "all" ? hidden : maskUrl(text);
}

/** The password of a URL is hidden, also where it is not written as it should be; the rest is not. */
export function maskUrl(url: string): string {
  const shown = url.replace(/^([^:]*:\/*[^:@/]*:).*(@)/s, `$1${hidden}$2`);
  return shown.replace(/([?&](?:password|sslpassword)=)[^&#]*/gi, `$1${hidden}`);
}
