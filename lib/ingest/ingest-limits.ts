/** What one request may bring, after decompression. */
export const ingestLimits = {
  maxEvents: 10_000,
  maxBytes: 20_000_000,
  /** Of a source's own format, whose records carry whole prompts. */
  maxSourceRecords: 50_000,
  maxSourceBytes: 64 * 1024 * 1024,
  /** Larger bodies are parsed and normalised in a worker thread: they would hold up every other request. */
  maxBytesInThread: 256_000,
  /** Bodies that are being read or processed, all requests together; beyond it senders are asked to come again. */
  maxBytesInFlight: 160_000_000,
} as const
