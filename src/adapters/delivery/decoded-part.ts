/** A part of an address with its `%xx` turned back, or as it stands when they mean nothing. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
