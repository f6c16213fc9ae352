import { inflateRawSync } from 'node:zlib'

const centralEntry = 0x02014b50
const endOfDirectory = 0x06054b50

/** The entries of a small ZIP archive by name, as text, read off its directory. */
export function unzipText(bytes: Uint8Array): Map<string, string> {
  const data = Buffer.from(bytes)
  let end = data.length - 22
  while (end >= 0 && data.readUInt32LE(end) !== endOfDirectory) end -= 1
  if (end < 0) throw new Error('this is no ZIP archive')
  const entries = new Map<string, string>()
  let at = data.readUInt32LE(end + 16)
  while (data.readUInt32LE(at) === centralEntry) {
    const [method, size, nameLength] = [data.readUInt16LE(at + 10), data.readUInt32LE(at + 20), data.readUInt16LE(at + 28)]
    const [extraLength, commentLength, header] = [
      data.readUInt16LE(at + 30),
      data.readUInt16LE(at + 32),
      data.readUInt32LE(at + 42),
    ]
    const name = data.toString('utf8', at + 46, at + 46 + nameLength)
    const start = header + 30 + data.readUInt16LE(header + 26) + data.readUInt16LE(header + 28)
    const content = data.subarray(start, start + size)
    entries.set(name, (method === 0 ? content : inflateRawSync(content)).toString('utf8'))
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}
