/** Provider and model of a page's address; the parts of a name with slashes come one by one, each perhaps encoded. */
export function readModelPath({ provider, model }: { provider: string; model: readonly string[] }) {
  return { provider: decodePart(provider).toLowerCase(), model: model.map(decodePart).join('/').toLowerCase() }
}

/** A part that is no valid encoding stands for itself, and then for a model that is not found. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
